// ends: deadlock
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
	defer r.mu.RUnlock()
	if v, ok := r.m[k]; ok {
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
