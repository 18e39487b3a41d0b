// ends: hang
package main

import (
	"fmt"
)

func launch(from int) int {
	n := 0
	for i := from; i > 0; i++ {
		n ^= i
	}
	return n
}

func main() {
	fmt.Println(launch(10))
}
