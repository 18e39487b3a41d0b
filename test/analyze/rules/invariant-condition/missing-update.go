package main

import "fmt"

func main() {
	i, n, sum := 0, 10, 0
	for i < n { // want error invariant-condition "nothing in the loop assigns i, n"
		sum += i
	}
	fmt.Println(sum)
}
