// What a program gets from outside: arguments, environment, standard input, time, randomness, and how it ends.
package main

import (
	"bufio"
	"crypto/rand"
	"fmt"
	"io"
	"os"
	"time"
)

func main() {
	fmt.Printf("%q %q %q\n", os.Args, os.Getenv("NAME"), os.Environ())
	wd, err := os.Getwd()
	fmt.Println(wd, err)

	in := bufio.NewReader(os.Stdin)
	line, err := in.ReadString('\n')
	fmt.Printf("%q %v\n", line, err)
	rest, err := io.ReadAll(in)
	fmt.Println(len(rest), err)

	start := time.Now()
	fmt.Println(start.UTC().Year(), start.UTC().Month())
	ticks := 0
	ticker := time.NewTicker(100 * time.Millisecond)
	timeout := time.After(time.Second + 50*time.Millisecond)
	for done := false; !done; {
		select {
		case <-ticker.C:
			ticks++
		case <-timeout:
			done = true
		}
	}
	fmt.Println(ticks, time.Since(start).Round(100*time.Millisecond))

	bytes := make([]byte, 100_000)
	n, err := rand.Read(bytes)
	fmt.Println(n, err, bytes[0] != 0 || bytes[1] != 0)

	fmt.Fprintln(os.Stderr, "leaving")
	os.Exit(3)
}
