// ends: deadlock
package main

import (
	"sync"
)

func main() {
	var mu sync.Mutex
	ready := false
	c := sync.NewCond(&mu)
	go func() {
		mu.Lock()
		ready = true
		mu.Unlock()
	}()
	mu.Lock()
	for !ready {
		c.Wait()
	}
	mu.Unlock()
}
