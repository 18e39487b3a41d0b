// Measures from inside what a guest asks of its host. main FOLDER MODE: MODE "files" prints "NAME NANOSECONDS" lines on
// standard error, the best of many tries; "spin" and "sleep" wait to be killed.
package main

import (
	"crypto/rand"
	"fmt"
	"io"
	"os"
	"time"
)

const (
	fileBytes = 1 << 20
	reads     = 60
	calls     = 100_000
	lines     = 200_000
)

func main() {
	switch os.Args[2] {
	case "spin":
		os.Stdout.WriteString("ready\n")
		for i := 0; ; i++ {
		}
	case "sleep":
		os.Stdout.WriteString("ready\n")
		time.Sleep(time.Hour)
	default:
		measure(os.Args[1] + "/data.bin")
	}
}

func measure(path string) {
	if _, err := os.Stat(path); err != nil {
		must(os.WriteFile(path, make([]byte, fileBytes), 0o644))
	}
	for _, size := range []int{4 << 10, 64 << 10, 1 << 20} {
		buffer := make([]byte, size)
		report(fmt.Sprintf("read-1MB-by-%dK", size>>10), 1, best(reads, func() { readAll(path, buffer) }))
	}
	report("os.ReadFile-1MB", 1, best(reads, func() { os.ReadFile(path) }))
	report("time.Now", calls, best(5, func() {
		for range calls {
			time.Now()
		}
	}))
	one := []byte{'.'}
	report("write-1-byte", calls, best(3, func() {
		for range calls {
			os.Stdout.Write(one)
		}
	}))
	var few [16]byte
	report("rand-16-bytes", calls, best(5, func() {
		for range calls {
			rand.Read(few[:])
		}
	}))
	report("Println", lines, best(3, func() {
		for i := range lines {
			fmt.Println("line", i)
		}
	}))
}

func readAll(path string, buffer []byte) {
	file, err := os.Open(path)
	must(err)
	defer file.Close()
	for {
		if _, err := file.Read(buffer); err == io.EOF {
			return
		} else {
			must(err)
		}
	}
}

func best(tries int, work func()) time.Duration {
	least := time.Duration(1 << 62)
	for range tries {
		start := time.Now()
		work()
		least = min(least, time.Since(start))
	}
	return least
}

func report(name string, count int, elapsed time.Duration) {
	fmt.Fprintln(os.Stderr, name, elapsed.Nanoseconds()/int64(count))
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}
