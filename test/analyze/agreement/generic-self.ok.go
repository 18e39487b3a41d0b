// ends: ok
package main

import (
	"fmt"
)

func clone[T any](xs []T) []T {
	return append([]T(nil), xs...)
}

func main() {
	fmt.Println(clone([]int{1}))
}
