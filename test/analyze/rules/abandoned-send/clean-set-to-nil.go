package main

import "time"

func main() {
	a, b := make(chan int), make(chan int)
	go func() { time.Sleep(1); a <- 1 }()
	go func() { b <- 1 }()
	for a != nil || b != nil {
		select {
		case <-a:
			a = nil
		case <-b:
			b = nil
		}
	}
}
