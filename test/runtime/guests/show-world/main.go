// Prints the arguments and variables that it sees.
package main

import (
	"fmt"
	"os"
)

func main() {
	fmt.Printf("args %q\n", os.Args)
	fmt.Printf("env %q\n", os.Environ())
}
