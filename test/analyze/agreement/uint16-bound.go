// ends: hang
package main

import (
	"fmt"
)

func main() {
	open := 0
	for port := uint16(1); int(port) < 70000; port++ {
		open ^= int(port)
	}
	fmt.Println(open)
}
