package main

import (
	"fmt"
	"time"
)

func split(n int, out chan<- int) {
	if n < 2 {
		out <- n
		return
	}
	go split(n/2, out)
	go split(n-n/2, out)
}

func serve(requests <-chan int) {
	for {
		r := <-requests // want warning stuck-when-run "this receive never ends when the program runs"
		go fmt.Println(r)
	}
}

func tick() {
	for range 3 {
		time.Sleep(time.Second)
		go fmt.Println("tick")
	}
}

func relay(in <-chan int) {
	<-in // want warning stuck-when-run "this receive never ends when the program runs"
	go relay(in)
}

func main() {
	out := make(chan int, 9)
	split(3, out)
	requests := make(chan int)
	go serve(requests)
	go tick()
	go relay(out)
	requests <- <-out
}
