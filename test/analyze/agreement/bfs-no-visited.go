// ends: oom
package main

import (
	"fmt"
)

func reach(g map[int][]int, from int) int {
	queue := []int{from}
	seen := 0
	for len(queue) > 0 {
		cur := queue[0]
		queue = queue[1:]
		seen++
		for _, n := range g[cur] {
			queue = append(queue, n)
		}
	}
	return seen
}

func main() {
	fmt.Println(reach(map[int][]int{0: {1, 2}, 1: {0, 2}, 2: {0, 1}}, 0))
}
