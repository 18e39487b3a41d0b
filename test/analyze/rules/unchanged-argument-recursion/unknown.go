package main

import (
	"fmt"
	"os"
)

func depth(n int) int {
	if n == 0 {
		return 0
	}
	return 1 + depth(n) // want warning unchanged-argument-recursion "depth calls itself with the same arguments"
}

type counter struct{ n int }

func (c counter) walk(left int) int {
	if left < 1 {
		return c.n
	}
	return c.walk(left) // want warning unchanged-argument-recursion "counter.walk calls itself"
}

func main() { fmt.Println(depth(len(os.Args)), counter{1}.walk(len(os.Args))) }
