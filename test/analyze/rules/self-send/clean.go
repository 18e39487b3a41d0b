package main

import (
	"fmt"
	"time"
)

type bell struct{ rings chan int }

func (b *bell) ring() { b.rings <- 1 }

func serve(in chan int, out chan string) {
	for n := range in {
		out <- fmt.Sprint(n)
	}
	close(out)
}

func main() {
	buffered := make(chan int, 1)
	buffered <- 1
	fmt.Println(<-buffered)

	in, out := make(chan int), make(chan string)
	go serve(in, out)
	in <- 1
	fmt.Println(<-out)
	close(in)
	<-out

	b := &bell{make(chan int)}
	time.AfterFunc(time.Millisecond, b.ring)
	fmt.Println(<-b.rings)

	closed := make(chan int)
	close(closed)
	<-closed

	polled := make(chan int)
	select {
	case polled <- 1:
	default:
	}
	select {
	case <-polled:
	case <-time.After(time.Millisecond):
	}
}
