package main

import (
	"fmt"
	"sync"
)

type tally struct {
	mu sync.Mutex
	n  int
}

func (t tally) get() int {
	t.mu.Lock() // want warning copied-lock "t.mu is a copy"
	defer t.mu.Unlock()
	return t.n
}

func (t *tally) add() {
	t.mu.Lock()
	t.n++
	fmt.Println(t.get())
	t.mu.Unlock()
}

func locked(mu sync.Mutex) {
	mu.Lock() // want warning copied-lock "mu came by value"
	mu.Unlock()
}

func main() {
	t := &tally{}
	t.add()
	locked(sync.Mutex{})
}
