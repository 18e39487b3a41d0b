// ends: ok
package main

import (
	"fmt"
	"io"
)

func cleanup(n int) {
	if n < 3 {
		defer cleanup(n + 1)
	}
	fmt.Fprintln(io.Discard, "cleaning", n)
}

func main() {
	cleanup(0)
}
