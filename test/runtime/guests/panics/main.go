// Indexes out of range.
package main

import "os"

func main() {
	println(os.Args[len(os.Args)+3])
}
