package main

import "fmt"

// Grows until the runtime gives up with "out of memory" and exit code 2.
func main() {
	var kept [][]byte
	for i := 0; ; i++ {
		kept = append(kept, make([]byte, 8<<20))
		fmt.Println(len(kept))
	}
}
