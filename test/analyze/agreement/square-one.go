// ends: hang
package main

import (
	"fmt"
)

func main() {
	n := 0
	for x := 1; x < 1000; x *= x {
		n ^= x
	}
	fmt.Println(n)
}
