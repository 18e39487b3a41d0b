// ends: oom
package main

import (
	"fmt"
)

const side = 1 << 18

func main() {
	grid := make([][]int64, side)
	for i := range grid {
		grid[i] = make([]int64, side)
	}
	fmt.Println(len(grid))
}
