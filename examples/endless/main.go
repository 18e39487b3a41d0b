// Endless never ends: nothing leaves its loop.
//
// Try: npx sandglass run examples/endless/main.go
// It is refused before it is built. With --no-check it is built and runs until its fuel is used up;
// add --fuel 50M to see that happen sooner, or --timeout 1s to let the clock stop it.
package main

import "fmt"

func main() {
	fmt.Println("counting to infinity")
	n := 0
	for {
		n++
	}
}
