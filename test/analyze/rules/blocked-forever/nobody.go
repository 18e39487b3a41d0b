package main

import (
	"sync"
	"time"
)

type hub struct {
	quit chan struct{}
	done chan struct{}
}

func main() {
	h := &hub{done: make(chan struct{})}
	go func() {
		<-h.quit // want warning blocked-forever "nothing makes the channel"
	}()
	go func() { close(h.done) }()
	<-h.done
	time.Sleep(time.Millisecond)

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
		c.Wait() // want warning blocked-forever "Wait never returns"
	}
	mu.Unlock()
}
