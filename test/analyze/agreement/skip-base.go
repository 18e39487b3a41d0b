// ends: stack-overflow
package main

import (
	"fmt"
)

func stairs(n int) int {
	if n == 0 {
		return 1
	}
	return stairs(n-2) + 1
}

func main() {
	fmt.Println(stairs(7))
}
