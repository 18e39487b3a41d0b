// ends: ok
package main

import (
	"fmt"
)

func main() {
	n := 0
	for t := int16(100); t <= 127; t++ {
		n += int(t)
		n &= 0xfff
	}
	fmt.Println(n)
}
