// ends: hang
package main

import (
	"fmt"
)

func isqrt(n int) int {
	x := n
	for {
		y := (x + n/x) / 2
		if y == x {
			return x
		}
		x = y
	}
}

func main() {
	fmt.Println(isqrt(3))
}
