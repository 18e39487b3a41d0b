package main

import (
	"fmt"
	"sync"
)

type table struct {
	mu   sync.RWMutex
	rows []int
}

func (t *table) lock() { t.mu.Lock() }

func (t *table) first() int {
	t.mu.RLock()
	if len(t.rows) == 0 {
		t.mu.RUnlock()
		return 0
	}
	n := t.rows[0]
	t.mu.RUnlock()
	return n
}

func (t *table) push(n int) {
	t.lock()
	defer func() {
		fmt.Println("pushed")
		t.mu.Unlock()
	}()
	if n < 0 {
		return
	}
	t.rows = append(t.rows, n)
}

func (t *table) open() (func(), bool) {
	t.mu.Lock()
	if len(t.rows) > 9 {
		t.mu.Unlock()
		return nil, false
	}
	return t.mu.Unlock, true
}

func (t *table) maybe(locked bool) int {
	if !locked {
		t.mu.RLock()
	}
	n := len(t.rows)
	if !locked {
		t.mu.RUnlock()
	}
	return n
}

func main() {
	t := new(table)
	t.push(t.first() + t.maybe(false))
	if done, ok := t.open(); ok {
		done()
	}
}
