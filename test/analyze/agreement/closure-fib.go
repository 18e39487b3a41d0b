// ends: stack-overflow
package main

import (
	"fmt"
)

func main() {
	var fib func(int) int
	fib = func(n int) int {
		return fib(n-1) + fib(n-2)
	}
	fmt.Println(fib(10))
}
