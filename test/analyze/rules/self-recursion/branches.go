package main

import "fmt"

func depth(n int) int {
	if n%2 == 0 {
		return 1 + depth(n+1) // want error self-recursion "depth calls itself on every path"
	}
	return 2 + depth(n-1)
}

func main() { fmt.Println(depth(0)) }
