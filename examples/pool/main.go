// Pool answers with the square of its argument, many times over in one pool of threads.
//
// Try: npx sandglass harden examples/pool/main.go -o /tmp/square.wasm && node examples/pool/run.mjs /tmp/square.wasm
package main

import (
	"fmt"
	"os"
	"strconv"
)

func main() {
	number, err := strconv.Atoi(os.Args[1])
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Println(number * number)
}
