// ends: hang
package main

import (
	"fmt"
	"sync/atomic"
)

var stop atomic.Bool

func main() {
	n := 0
	for !stop.Load() {
		n++
		n &= 0xff
	}
	fmt.Println(n)
}
