// Keeps doubling a slice: Go's runtime dies when a growth of memory is refused.
package main

import "fmt"

func main() {
	kept := make([][]byte, 0)
	for size := 1 << 20; ; size *= 2 {
		block := make([]byte, size)
		for i := 0; i < len(block); i += 4096 {
			block[i] = 1
		}
		kept = append(kept, block)
		fmt.Println(len(kept), "blocks")
	}
}
