package main

import "fmt"

func visit(n int) {
	go visit(2 * n)   // want warning spawn-bomb "visit starts itself on every path"
	go visit(2*n + 1) // want warning spawn-bomb "visit starts itself on every path"
	fmt.Println(n)
}

func main() { visit(1) }
