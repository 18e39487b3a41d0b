// ends: oom
package main

import (
	"fmt"
)

func main() {
	var arena []byte
	arena = append(arena, make([]byte, 40_000_000_000)...)
	fmt.Println(len(arena))
}
