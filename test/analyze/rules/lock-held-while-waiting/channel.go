package main

import (
	"fmt"
	"sync"
)

type hub struct {
	mu   sync.Mutex
	out  chan string
	seen int
}

func (h *hub) publish(words ...string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, w := range words {
		h.out <- w // want warning lock-held-while-waiting "while h.mu is held"
	}
}

func (h *hub) count() {
	h.mu.Lock() // want warning stuck-when-run "waiting for this lock never ends when the program runs"
	h.seen++
	h.mu.Unlock()
}

func main() {
	h := &hub{out: make(chan string)}
	go h.publish("a", "b")
	for range 2 {
		fmt.Println(<-h.out)
		h.count()
	}
}
