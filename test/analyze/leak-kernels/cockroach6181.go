package main

import (
	"fmt"
	"sync"
)

type cache struct{ mu sync.RWMutex }

func (c *cache) lookup() {
	c.mu.RLock()
	text := c.stringLocked()
	c.mu.RUnlock()
	fmt.Println(text)
	c.mu.Lock()
	c.mu.Unlock()
}

func (c *cache) String() string {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return c.stringLocked()
}

func (c *cache) stringLocked() string { return "cache" }

func main() {
	c := &cache{}
	var wg sync.WaitGroup
	for range 3 {
		wg.Add(1)
		go func() {
			c.lookup()
			wg.Done()
		}()
	}
	wg.Wait()
}
