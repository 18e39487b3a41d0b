// ends: oom
package main

import (
	"fmt"
	"strings"
)

func main() {
	var b strings.Builder
	b.Grow(64 << 30)
	b.WriteString("x")
	fmt.Println(b.Len())
}
