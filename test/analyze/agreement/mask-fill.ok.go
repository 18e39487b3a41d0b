// ends: ok
package main

import (
	"fmt"
)

func main() {
	rounds := 0
	for mask := int32(1); mask != 0; mask = mask << 1 {
		rounds++
		rounds &= 1023
	}
	fmt.Println(rounds)
}
