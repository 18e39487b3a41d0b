package main

import (
	"fmt"
	"sync"
)

type registry struct {
	mu    sync.Mutex
	items map[string]int
}

func (r *registry) each(f func(string, int)) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for k, v := range r.items {
		f(k, v) // want warning stuck-when-run "this call never ends"
	}
}

func (r *registry) remove(k string) {
	r.mu.Lock()
	delete(r.items, k)
	r.mu.Unlock()
}

func main() {
	r := &registry{items: map[string]int{"a": 1}}
	r.each(func(k string, v int) {
		if v > 0 {
			r.remove(k)
		}
	})
	fmt.Println(len(r.items))
}
