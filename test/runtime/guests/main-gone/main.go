// Ends main's goroutine while no other is left.
package main

import (
	"fmt"
	"runtime"
)

func main() {
	defer fmt.Println("main ends")
	runtime.Goexit()
}
