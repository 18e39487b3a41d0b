// ends: stack-overflow
package main

import (
	"fmt"
)

func gcd(a, b int) int {
	if a == b {
		return a
	}
	if a > b {
		return gcd(b, a)
	}
	return gcd(b, a)
}

func main() {
	fmt.Println(gcd(12, 18))
}
