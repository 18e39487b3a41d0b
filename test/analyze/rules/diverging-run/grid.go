package main

import "fmt"

func grid(n int) [][]int {
	g := make([][]int, n)
	for i := range g {
		g[i] = make([]int, n) // want error diverging-run "more than any 32-bit memory"
	}
	return g
}

func main() { fmt.Println(len(grid(200_000))) }
