// ends: ok
package main

import (
	"fmt"
)

func mergeSort(xs []int) []int {
	if len(xs) <= 1 {
		return xs
	}
	mid := len(xs) / 2
	l := mergeSort(xs[:mid])
	r := mergeSort(xs[mid:])
	return append(l, r...)
}

func main() {
	fmt.Println(mergeSort([]int{3, 1, 2}))
}
