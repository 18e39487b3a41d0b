// ends: ok
package main

import (
	"fmt"
)

func pow(b, e int) int {
	if e == 0 {
		return 1
	}
	h := pow(b, e/2)
	return h * h
}

func main() {
	fmt.Println(pow(2, 10))
}
