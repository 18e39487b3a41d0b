package main

import (
	"fmt"
	"strings"
)

type row struct{ cells [1 << 16]int64 }

const rows = 1 << 20

func line() string {
	return strings.Repeat("=-", 1<<35) // want error huge-allocation "68.7 GB at once"
}

func main() {
	n := 1 << 33
	fmt.Println(len(make([]byte, 8, n))) // want error huge-allocation "8.59 GB at once"
	grid := make([]row, rows)            // want error huge-allocation "550 GB"
	fmt.Println(len(grid), line())
	if len(grid) == 1 {
		var local [1 << 34]int32 // want warning huge-allocation "68.7 GB"
		fmt.Println(local[7])
	}
}
