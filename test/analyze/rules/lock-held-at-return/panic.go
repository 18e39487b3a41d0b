package main

import (
	"fmt"
	"sync"
)

type book struct {
	mu   sync.Mutex
	rows map[string]int
}

func (b *book) enter(key string, n int) {
	b.mu.Lock() // want warning lock-held-at-return "stays locked on a path that leaves"
	if n == 0 {
		panic("nothing to enter")
	}
	b.rows[key] += n
	b.mu.Unlock()
}

func (b *book) enterSafely(key string, n int) {
	b.mu.Lock() // want warning stuck-when-run "waiting for this lock never ends when the program runs"
	defer b.mu.Unlock()
	if n == 0 {
		panic("nothing to enter")
	}
	b.rows[key] += n
}

func attempt(f func()) {
	defer func() { fmt.Println(recover()) }()
	f()
}

func main() {
	b := &book{rows: map[string]int{}}
	attempt(func() { b.enter("a", 0) })
	attempt(func() { b.enterSafely("a", 1) })
}
