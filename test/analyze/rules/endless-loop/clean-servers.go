package main

import "fmt"

type stack interface{ pop() int }

func serve(requests <-chan int, replies chan<- int) {
	for {
		replies <- <-requests
	}
}

func drain(events <-chan int) {
	for {
		for event := range events {
			fmt.Println(event)
		}
	}
}

func pops(s stack) {
	for {
		s.pop()
	}
}

func main() {
	requests, replies := make(chan int), make(chan int)
	go serve(requests, replies)
	go drain(nil)
	go pops(nil)
	requests <- 1
	fmt.Println(<-replies)
	select {
	case requests <- 2:
	default:
	}
}

// ends: with a panic
