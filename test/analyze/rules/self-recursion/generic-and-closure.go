package main

import "fmt"

func nest[T any](v T) int {
	return nest[T](v) // want warning self-recursion "nest calls itself"
}

func main() {
	var loop func(int) int
	loop = func(n int) int {
		return loop(n + 1) // want warning self-recursion "main.func1 calls itself"
	}
	if len(fmt.Sprint(1)) > 1 {
		fmt.Println(loop(1), nest(1))
	}
}
