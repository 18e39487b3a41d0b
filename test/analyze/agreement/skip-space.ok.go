// ends: ok
package main

import (
	"fmt"
)

func fields(s string) int {
	n := 0
	i := 0
	for i < len(s) {
		if s[i] == ' ' || s[i] == '\t' {
			i++
			continue
		}
		n++
		i++
	}
	return n
}

func main() {
	fmt.Println(fields("a b"))
}
