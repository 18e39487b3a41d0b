package main

import "fmt"

func even(n int) bool {
	if n == 0 {
		return true
	}
	return odd(n - 1)
}

func odd(n int) bool { return !even(n) }

func main() { fmt.Println(even(10)) }
