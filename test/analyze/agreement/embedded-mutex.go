// ends: deadlock
package main

import (
	"fmt"
	"sync"
)

type cache struct {
	sync.Mutex
	m map[string]int
}

func (c *cache) Len() int {
	c.Lock()
	defer c.Unlock()
	return len(c.m)
}

func (c *cache) Put(k string, v int) {
	c.Lock()
	defer c.Unlock()
	if c.Len() < 10 {
		c.m[k] = v
	}
}

func main() {
	c := &cache{m: map[string]int{}}
	c.Put("a", 1)
	fmt.Println(c.Len())
}
