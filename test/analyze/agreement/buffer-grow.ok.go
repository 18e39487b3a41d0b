// ends: ok
package main

import (
	"fmt"
	"strings"
)

func main() {
	var b strings.Builder
	b.Grow(64 << 10)
	b.WriteString("x")
	fmt.Println(b.Len())
}
