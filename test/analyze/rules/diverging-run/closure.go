package main

import "fmt"

func main() {
	var f func(int) int
	f = func(n int) int {
		if n == 1 {
			return 1
		}
		return n * f(n-2) // want error diverging-run "move away"
	}
	fmt.Println(f(6))
}
