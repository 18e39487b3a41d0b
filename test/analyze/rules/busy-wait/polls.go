package main

import (
	"fmt"
	"sync"
	"time"
)

func take(results chan int) int {
	for { // want warning busy-wait "default case that only goes round"
		select {
		case r := <-results:
			return r
		default:
		}
	}
}

func spin(until time.Time, mu *sync.Mutex) {
	for time.Now().Before(until) { // want warning busy-wait "looks at the clock"
	}
	for !mu.TryLock() { // want warning busy-wait "tries the lock"
	}
}

func main() {
	results := make(chan int, 1)
	results <- 1
	fmt.Println(take(results))
	var mu sync.Mutex
	spin(time.Now(), &mu)
	for len(results) > 0 { // want warning busy-wait "length of a channel"
	}
}
