package main

import "fmt"

func fibonacci(n int) int {
	if n < 2 {
		return n
	}
	return fibonacci(n-1) + fibonacci(n+2) // want error diverging-run "calls itself with the same"
}

func leaves(n int) int {
	if n > 100 {
		return 1
	}
	return leaves(n+1) + leaves(n+3)
}

func main() { fmt.Println(fibonacci(10), leaves(3)) }
