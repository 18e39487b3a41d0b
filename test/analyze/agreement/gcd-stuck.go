// ends: hang
package main

import (
	"fmt"
)

func gcd(a, b int) int {
	for b != 0 {
		if a > b {
			a -= b
		} else if b > a {
			b -= a
		}
	}
	return a
}

func main() {
	fmt.Println(gcd(12, 18))
}
