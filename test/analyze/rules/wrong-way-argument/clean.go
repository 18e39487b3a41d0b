package main

import "fmt"

func factorial(n int) int {
	if n == 0 {
		return 1
	}
	return n * factorial(n-1)
}

func up(n int) int {
	if n == 10 {
		return n
	}
	return up(n + 1)
}

func ackermann(m, n int) int {
	if m == 0 {
		return n + 1
	}
	if n == 0 {
		return ackermann(m-1, 1)
	}
	return ackermann(m-1, ackermann(m, n-1))
}

func wraps(n uint8) int {
	if n == 0 {
		return 0
	}
	return 1 + wraps(n+1)
}

func fib(n int) int {
	if n < 2 {
		return n
	}
	return fib(n-1) + fib(n-2)
}

func deep(n, depth int) int {
	if n == 0 || depth > 5 {
		return depth
	}
	return deep(n+1, depth+1)
}

func main() {
	fmt.Println(factorial(5), up(0), ackermann(2, 3), wraps(3), fib(9), deep(1, 1))
}
