package main

import "fmt"

func swing(n int) int {
	switch n {
	case 0:
		return 0
	case 5:
		return swing(n - 2) // want error unchanged-argument-recursion "calls itself with the same arguments"
	}
	return swing(n + 1) // want error diverging-run "calls itself with the same arguments"
}

func main() { fmt.Println(swing(2)) }
