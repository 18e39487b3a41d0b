// ends: ok
package main

import (
	"sync"
	"time"
)

func main() {
	var mu sync.Mutex
	ch := make(chan int)
	sum := 0
	go func() {
		mu.Lock()
		sum += <-ch
		mu.Unlock()
	}()
	mu.Lock()
	time.Sleep(time.Millisecond)
	mu.Unlock()
	ch <- 1
}
