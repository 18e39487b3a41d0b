package main

import (
	"fmt"
	"sync"
)

type hub struct {
	mu   sync.Mutex
	rw   sync.RWMutex
	out  chan string
	seen int
}

func (h *hub) publish(words ...string) {
	h.mu.Lock()
	all := append([]string{}, words...)
	h.mu.Unlock()
	for _, w := range all {
		h.out <- w
	}
}

func (h *hub) announce(word string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.out <- word
}

func (h *hub) count() {
	h.mu.Lock()
	h.seen++
	h.mu.Unlock()
}

func (h *hub) parts(n int) {
	h.mu.Lock()
	defer h.mu.Unlock()
	var wg sync.WaitGroup
	for range n {
		wg.Go(func() { h.rw.RLock(); h.rw.RUnlock() })
	}
	wg.Wait()
}

func main() {
	h := &hub{out: make(chan string)}
	go h.publish("a", "b")
	for range 2 {
		fmt.Println(<-h.out)
		h.count()
	}
	go h.announce("c")
	fmt.Println(<-h.out)
	h.parts(2)
}
