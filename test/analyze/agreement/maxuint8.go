// ends: hang
package main

import (
	"fmt"
	"math"
)

func histogram() [256]int {
	var h [256]int
	for b := byte(0); b <= math.MaxUint8; b++ {
		h[b] = int(b) & 1
	}
	return h
}

func main() {
	h := histogram()
	fmt.Println(h[3])
}
