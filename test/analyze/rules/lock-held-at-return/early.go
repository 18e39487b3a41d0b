package main

import (
	"errors"
	"fmt"
	"sync"
)

type cache struct {
	mu    sync.Mutex
	items map[string]int
}

func (c *cache) take(name string) (int, error) {
	c.mu.Lock() // want warning lock-held-at-return "c.mu stays locked on a path that leaves"
	n, ok := c.items[name]
	if !ok {
		return 0, errors.New("none")
	}
	delete(c.items, name)
	c.mu.Unlock()
	return n, nil
}

func main() {
	c := &cache{items: map[string]int{"a": 1}}
	fmt.Println(c.take("a"))
}
