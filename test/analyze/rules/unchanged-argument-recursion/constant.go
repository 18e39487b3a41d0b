package main

import "fmt"

func power(base, exponent int) int {
	if exponent == 0 {
		return 1
	}
	return base * power(base, exponent) // want error unchanged-argument-recursion "power calls itself with the same arguments"
}

func main() { fmt.Println(power(2, 8)) }
