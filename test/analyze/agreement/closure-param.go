// ends: hang
package main

import (
	"fmt"
)

func main() {
	left := 5
	log := []string{}
	for left > 0 {
		func(left int) {
			left--
			if len(log) < 10 {
				log = append(log, "step")
			}
		}(left)
	}
	fmt.Println(len(log))
}
