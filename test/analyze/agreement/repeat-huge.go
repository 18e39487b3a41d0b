// ends: oom
package main

import (
	"fmt"
	"strings"
)

func main() {
	s := strings.Repeat("ha", 1<<39)
	fmt.Println(len(s))
}
