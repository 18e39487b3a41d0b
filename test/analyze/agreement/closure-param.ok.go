// ends: ok
package main

import (
	"fmt"
)

func main() {
	left := 5
	log := []string{}
	for left > 0 {
		func() {
			left--
			if len(log) < 10 {
				log = append(log, "step")
			}
		}()
	}
	fmt.Println(len(log))
}
