// ends: hang
package main

import (
	"bufio"
	"fmt"
	"strings"
)

func main() {
	sc := bufio.NewScanner(strings.NewReader("a\nb\n"))
	lines := 0
	for sc.Err() == nil {
		if sc.Text() != "" {
			lines++
		}
	}
	fmt.Println(lines)
}
