package main

import (
	"fmt"
	"os"
)

func until(n int) int {
	if n >= 100 {
		return n
	}
	return until(n - 1) // want warning wrong-way-argument "n falls with each call of until"
}

func main() { fmt.Println(until(len(os.Args))) }
