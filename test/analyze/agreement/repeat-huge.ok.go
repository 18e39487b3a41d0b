// ends: ok
package main

import (
	"fmt"
	"strings"
)

func main() {
	s := strings.Repeat("ha", 1<<9)
	fmt.Println(len(s))
}
