package main

import "sync"

type hub struct {
	quit chan struct{}
	name string
}

// The literal gives the channel by position.
func main() {
	h := &hub{make(chan struct{}), "h"}
	go func() { close(h.quit) }()
	<-h.quit

	var mu sync.Mutex
	ready := false
	c := sync.NewCond(&mu)
	go func() {
		mu.Lock()
		ready = true
		mu.Unlock()
		c.Broadcast()
	}()
	mu.Lock()
	for !ready {
		c.Wait()
	}
	mu.Unlock()
}
