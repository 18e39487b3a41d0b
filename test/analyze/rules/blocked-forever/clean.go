package main

import (
	"fmt"
	"time"
)

func serve(requests chan int) {
	for r := range requests {
		fmt.Println(r)
	}
}

func merge(a, b <-chan int) {
	for a != nil || b != nil {
		select {
		case _, ok := <-a:
			if !ok {
				a = nil
			}
		case _, ok := <-b:
			if !ok {
				b = nil
			}
		}
	}
}

func main() {
	requests := make(chan int)
	go serve(requests)
	go func() {
		for {
			requests <- 1
			time.Sleep(time.Second)
		}
	}()
	a, b := make(chan int), make(chan int)
	close(a)
	close(b)
	merge(a, b)
	var later chan int
	if len(requests) == 0 {
		later = make(chan int, 1)
	}
	later <- 1
	var never chan int
	select {
	case <-never:
	case <-later:
	}
	select {}
}

// ends: a server goes on
