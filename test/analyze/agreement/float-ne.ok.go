// ends: ok
package main

import (
	"fmt"
)

func main() {
	n := 0
	for x := 0.0; x < 1.0; x += 0.1 {
		n++
		n &= 0xff
	}
	fmt.Println(n)
}
