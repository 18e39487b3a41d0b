// ends: ok
package main

import (
	"fmt"
	"strings"
)

func squeeze(s string) string {
	for strings.Contains(s, "  ") {
		s = strings.Replace(s, "  ", " ", 1)
	}
	return s
}

func main() {
	fmt.Println(squeeze("a  b"))
}
