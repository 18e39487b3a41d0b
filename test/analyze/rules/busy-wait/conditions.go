package main

import (
	"runtime"
	"sync"
)

func collect(results chan int) []int {
	var got []int
	for len(got) < 2 { // want warning busy-wait "the select has a default case"
		select {
		case v := <-results:
			got = append(got, v)
		default:
		}
	}
	return got
}

func spin(mu *sync.Mutex) {
	for !mu.TryLock() { // want warning busy-wait "only tries the lock"
		runtime.Gosched()
	}
}

func once(results chan int, n int) int {
	sum := 0
	for i := 0; i < n; i++ {
		select {
		case v := <-results:
			sum += v
		default:
		}
	}
	return sum
}

func main() {
	results := make(chan int)
	go func() { results <- 1; results <- 2 }()
	println(len(collect(results)), once(results, 3))
	spin(&sync.Mutex{})
}
