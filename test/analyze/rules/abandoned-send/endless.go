package main

import "fmt"

func primes() <-chan int {
	found := make(chan int)
	go func() {
		for n := 2; ; n++ {
			found <- n // want warning abandoned-send "the receiver may leave its loop"
		}
	}()
	return found
}

func main() {
	p := primes()
	for range 5 {
		fmt.Println(<-p)
	}
}
