// ends: ok
package main

import (
	"fmt"
)

func insertPos(xs []int, want int) int {
	lo, hi := 0, len(xs)
	for lo < hi {
		mid := lo + (hi-lo)/2
		if xs[mid] <= want {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo
}

func main() {
	fmt.Println(insertPos([]int{1, 3, 5, 7}, 6))
}
