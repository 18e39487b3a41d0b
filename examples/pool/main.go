// Answers with the square of its argument. Try: run it a thousand times with one pool of threads, as run.mjs does.
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
