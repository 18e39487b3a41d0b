// ends: stack-overflow
package main

import (
	"fmt"
)

func clone[T any](xs []T) []T {
	return clone(xs)
}

func main() {
	fmt.Println(clone([]int{1}))
}
