// ends: hang
package main

import (
	"fmt"
)

func main() {
	pos, dir := 0, 1
	hits := 0
	for pos != 3 {
		pos += dir
		if pos == 2 {
			dir = -1
		}
		if pos == 0 {
			dir = 1
		}
		hits++
		hits %= 64
	}
	fmt.Println(hits)
}
