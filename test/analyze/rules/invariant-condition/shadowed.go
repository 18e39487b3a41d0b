package main

import (
	"fmt"
	"os"
)

func next(n int) (int, error) { return n + 1, nil }

func main() {
	n := len(os.Getenv("N"))
	for n < 10 { // want warning invariant-condition "assigns n"
		n, err := next(n)
		if err != nil {
			panic(err)
		}
		fmt.Println(n)
	}
}
