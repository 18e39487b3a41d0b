package main

import "fmt"

func sum(n int) int {
	if n < 1 {
		return 0
	}
	return n + sum(n+1) // want error wrong-way-argument "n grows with each call of sum"
}

func main() { fmt.Println(sum(10)) }
