// ends: ok
package main

import (
	"fmt"
	"sync"
)

type registry struct {
	mu sync.RWMutex
	m  map[string]int
}

func (r *registry) getOrSet(k string) int {
	r.mu.RLock()
	v, ok := r.m[k]
	r.mu.RUnlock()
	if ok {
		return v
	}
	r.mu.Lock()
	r.m[k] = len(r.m)
	r.mu.Unlock()
	return r.m[k]
}

func main() {
	r := &registry{m: map[string]int{}}
	fmt.Println(r.getOrSet("a"))
}
