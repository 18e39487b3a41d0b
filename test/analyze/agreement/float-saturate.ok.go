// ends: ok
package main

import (
	"fmt"
)

func main() {
	n := 0
	for f := float64(16_000_000); f < 20_000_000; f++ {
		n++
		n &= 0xff
	}
	fmt.Println(n)
}
