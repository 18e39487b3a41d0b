package main

import "fmt"

func work(n int) int { return n * 3 }

func main() {
	done := false
	n := 1
	for !done { // want error invariant-condition "assigns done"
		n = work(n)
	}
	fmt.Println(n)
}
