// ends: hang
package main

import (
	"fmt"
)

const stride = -4

func main() {
	leaps := 0
	for year := 2000; year <= 2024; year += stride {
		leaps++
	}
	fmt.Println(leaps)
}
