// Misbehaves in the way that its argument names: what a pool of guests has to survive.
package main

import (
	"fmt"
	"os"
	"time"
)

func main() {
	switch os.Args[1] {
	case "exit":
		os.Exit(7)
	case "spin":
		for i := 0; ; i++ {
		}
	case "sleep":
		time.Sleep(time.Hour)
	case "flood":
		for {
			fmt.Println("more and more and more")
		}
	case "grow":
		for kept := [][]byte{}; ; {
			kept = append(kept, make([]byte, 1<<20))
		}
	case "recurse":
		recurse(0)
	case "deadlock":
		<-make(chan int)
	case "panic":
		panic("on purpose")
	default:
		fmt.Println("hello")
	}
}

func recurse(depth int) int {
	return recurse(depth+1) + 1
}
