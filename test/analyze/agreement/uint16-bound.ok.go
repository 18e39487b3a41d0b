// ends: ok
package main

import (
	"fmt"
)

func main() {
	open := 0
	for port := uint32(1); int(port) < 70000; port++ {
		open ^= int(port)
	}
	fmt.Println(open)
}
