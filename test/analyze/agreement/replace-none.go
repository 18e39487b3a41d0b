// ends: hang
package main

import (
	"fmt"
	"strings"
)

func squeeze(s string) string {
	for strings.Contains(s, "  ") {
		s = strings.Replace(s, "  ", " ", 0)
	}
	return s
}

func main() {
	fmt.Println(squeeze("a  b"))
}
