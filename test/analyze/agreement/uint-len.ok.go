// ends: ok
package main

import (
	"fmt"
)

func reverse(xs []string) []string {
	out := []string{}
	for i := len(xs) - 1; i >= 0; i-- {
		if i < len(xs) && len(out) < 10 {
			out = append(out, xs[i])
		}
	}
	return out
}

func main() {
	fmt.Println(reverse([]string{"a", "b"}))
}
