// ends: ok
package main

import (
	"fmt"
)

func main() {
	var arena []byte
	arena = append(arena, make([]byte, 40_000)...)
	fmt.Println(len(arena))
}
