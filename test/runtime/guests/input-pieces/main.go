// Prints how many bytes each read of standard input gave.
package main

import (
	"fmt"
	"os"
)

func main() {
	buffer := make([]byte, 70_000)
	for {
		count, err := os.Stdin.Read(buffer)
		fmt.Println(count, err)
		if err != nil {
			return
		}
	}
}
