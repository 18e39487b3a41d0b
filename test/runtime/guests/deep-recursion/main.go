// Recurses a million calls deep and comes back.
package main

import "fmt"

//go:noinline
func depth(n int) int {
	if n == 0 {
		return 0
	}
	return depth(n-1) + 1
}

func main() {
	fmt.Println(depth(1_000_000))
}
