// ends: hang
package main

import (
	"fmt"
)

func steps(n int) int {
	c := 0
	for n != 1 {
		if n%2 == 0 {
			n /= 2
		} else {
			n = 3*n - 1
		}
		c++
		c %= 1000
	}
	return c
}

func main() {
	fmt.Println(steps(5))
}
