// ends: ok
package main

import (
	"fmt"
)

const verbose = true

func main() {
	ticks := 0
	for verbose {
		ticks++
		if ticks%1000 == 0 {
			return
		}
	}
	fmt.Println(ticks)
}
