package main

import "sync"

type broadcasts struct {
	mu      sync.Mutex
	updates chan int
	done    chan struct{}
}

func start() *broadcasts {
	b := &broadcasts{updates: make(chan int, 1), done: make(chan struct{})}
	go func() {
		defer close(b.done)
		for range b.updates {
			b.mu.Lock()
			b.mu.Unlock()
		}
	}()
	return b
}

func (b *broadcasts) stop() {
	b.mu.Lock()
	close(b.updates)
	b.mu.Unlock()
	<-b.done
}

func main() {
	b := start()
	b.updates <- 1
	b.stop()
}
