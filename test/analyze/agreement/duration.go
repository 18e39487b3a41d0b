// ends: hang
package main

import (
	"fmt"
	"time"
)

func main() {
	slept := 0
	for left := 3 * time.Second; left > 0; left += 100 * time.Microsecond {
		slept++
		slept &= 0xffff
	}
	fmt.Println(slept)
}
