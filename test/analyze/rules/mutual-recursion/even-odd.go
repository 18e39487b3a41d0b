package main

import "fmt"

func even(n int) bool { return !odd(n - 1) } // want error mutual-recursion "even, odd call one another"

func odd(n int) bool { return !even(n - 1) }

func main() { fmt.Println(even(10)) }
