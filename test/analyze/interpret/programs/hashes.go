package main

import (
	"fmt"
	"hash/fnv"
	"log"
	"os"
	"time"
)

func main() {
	a, b := fnv.New32a(), fnv.New32()
	c, d := fnv.New64a(), fnv.New64()
	for _, s := range []string{"", "a", "shard-17"} {
		a.Write([]byte(s))
		b.Write([]byte(s))
		c.Write([]byte(s))
		d.Write([]byte(s))
		fmt.Println(a.Sum32(), b.Sum32(), c.Sum64(), d.Sum64())
	}
	a.Reset()
	fmt.Println(a.Sum32(), a.Size(), c.Size())

	for _, d := range []time.Duration{0, 1499999, 1500000, -1500000, 90 * time.Second, -7} {
		fmt.Println(d.Round(time.Millisecond), d.Truncate(time.Millisecond), d.Abs(), d.Microseconds(), d.Nanoseconds(), d.Round(0))
	}

	l := log.New(os.Stdout, "main: ", 0)
	l.Println("one", 2)
	l.Printf("%d-%s", 3, "x")
	l.SetPrefix("")
	l.Print("plain")
	func() {
		defer func() { fmt.Println(recover()) }()
		l.Panicf("bad %d", 1)
	}()
}
