// Recurses without end.
package main

import "fmt"

//go:noinline
func descend(n int) int {
	return descend(n+1) + 1
}

func main() {
	fmt.Println("down")
	fmt.Println(descend(0))
}
