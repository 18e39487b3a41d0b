package main

import (
	"fmt"
	"io"
)

func next(n int) (int, error) { return n + 1, nil }

func main() {
	n := 0
	for n < 10 { // want warning invariant-condition "assigns n"
		n, err := next(n)
		if err != nil {
			panic(err)
		}
		fmt.Fprintln(io.Discard, n)
	}
}
