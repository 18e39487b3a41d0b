package main

import "fmt"

// The call stands left of the operator that could save it.
func left(n int) bool { return left(n-1) || n == 0 } // want error self-recursion "left calls itself"

func right(n int) bool { return n == 0 || right(n-1) }

func argument(n int) int { return max(n, argument(n-1)) } // want error self-recursion "argument calls itself"

func main() {
	fmt.Println(right(3))
	if right(4) {
		fmt.Println(argument(1))
	}
	fmt.Println(left(3))
}
