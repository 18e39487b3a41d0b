package main

import "fmt"

func halves(n int64, unit int) int {
	if n == 0 {
		return unit
	}
	fmt.Println(n)
	return halves(n-2, unit+1) // want error wrong-way-argument "n falls with each call of halves"
}

func main() { fmt.Println(halves(7, 1)) }
