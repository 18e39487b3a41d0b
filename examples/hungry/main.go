// Hungry asks for a tebibyte of memory, one mebibyte at a time, and keeps all of it.
//
// Try: npx sandglass run --memory 64MiB examples/hungry/main.go
// Do not run it natively. The sandbox refuses to grow its memory beyond the limit, and the report
// names that as the cause of death.
package main

import "fmt"

const mebibyte = 1 << 20

func main() {
	var kept [][]byte
	for range 1 << 20 {
		block := make([]byte, mebibyte)
		for i := 0; i < len(block); i += 4096 {
			block[i] = 1 // touch every page, so that the memory is really used
		}
		kept = append(kept, block)
		if len(kept)%16 == 0 {
			fmt.Printf("%d MiB and still hungry\n", len(kept))
		}
	}
}
