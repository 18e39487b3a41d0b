// ends: stack-overflow
package main

import (
	"fmt"
	"io"
)

func cleanup(n int) {
	defer cleanup(n + 1)
	fmt.Fprintln(io.Discard, "cleaning", n)
}

func main() {
	cleanup(0)
}
