// ends: hang
package main

import (
	"fmt"
)

func main() {
	lo, hi := 0, 10
	work := 0
	for lo < hi {
		work ^= lo
		lo++
		hi++
	}
	fmt.Println(work)
}
