package main

import (
	"fmt"
	"time"
)

func count(done chan struct{}) (rounds int) {
	for {
		select {
		case <-done:
			return rounds
		default:
			rounds++
		}
	}
}

func work(done chan struct{}, items []int) {
	for i := range items {
		select {
		case <-done:
			return
		default:
		}
		items[i] *= 2
	}
}

func patient(done chan struct{}) {
	for {
		select {
		case <-done:
			return
		default:
			time.Sleep(time.Millisecond)
		}
	}
}

func drain(c chan int) {
	for {
		select {
		case <-c:
		default:
			return
		}
	}
}

func main() {
	done := make(chan struct{})
	close(done)
	fmt.Println(count(done))
	work(done, nil)
	patient(done)
	c := make(chan int, 2)
	c <- 1
	for len(c) > 0 {
		<-c
	}
	drain(c)
	for start := time.Now(); time.Since(start) < time.Millisecond; {
		fmt.Println("working")
	}
}
