package main

import (
	"fmt"
	"os"
)

func main() {
	var n int
	for n <= 0 { // want warning ignored-loop-error "ignored"
		fmt.Print("a positive number: ")
		fmt.Scan(&n)
	}
	fmt.Println(n)
}

func lines() (total int) {
	buf := make([]byte, 8)
	for { // want warning ignored-loop-error "ignored"
		n, _ := os.Stdin.Read(buf)
		total += n
		if total > 1<<20 {
			break
		}
	}
	return total
}

func counted() (rounds int) {
	var n int
	for n <= 0 {
		fmt.Scan(&n)
		rounds++
		if rounds > 10 {
			break
		}
	}
	return rounds
}

func checked() (n int) {
	for n <= 0 {
		if _, err := fmt.Scan(&n); err != nil {
			return -1
		}
	}
	return n
}
