package main

import (
	"sync"
	"time"
)

type cache struct {
	mu      sync.Mutex
	entries map[int]bool
}

func (c *cache) remove(key int, isAborted func() bool) {
	time.AfterFunc(time.Millisecond, func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		if isAborted() {
			return
		}
		delete(c.entries, key)
	})
}

func main() {
	c := &cache{entries: map[int]bool{1: true}}
	c.remove(1, func() bool { return false })
	time.Sleep(10 * time.Millisecond)
	c.mu.Lock()
	println(len(c.entries))
	c.mu.Unlock()
}
