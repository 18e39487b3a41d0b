// Writes numbered lines for ever.
package main

import (
	"bufio"
	"fmt"
	"os"
)

func main() {
	out := bufio.NewWriterSize(os.Stdout, 4096)
	for n := 0; ; n++ {
		fmt.Fprintf(out, "line %09d\n", n)
	}
}
