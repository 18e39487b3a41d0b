// ends: hang
package main

import (
	"fmt"
	"io"
	"strings"
)

func count(r io.Reader) int {
	buf := make([]byte, 4)
	total := 0
	var err error
	for err == nil {
		n, err := r.Read(buf)
		if err != nil {
			fmt.Fprintln(io.Discard, "read:", err)
		}
		total += n
	}
	return total
}

func main() {
	fmt.Println(count(strings.NewReader("hello world")))
}
