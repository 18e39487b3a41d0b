// Prints a line, then computes for ever: only a kill from outside or fuel ends it.
package main

import "fmt"

func main() {
	fmt.Println("before the loop")
	n := 0
	for {
		n++
	}
}
