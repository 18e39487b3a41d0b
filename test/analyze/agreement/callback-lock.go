// ends: deadlock
package main

import (
	"sync"
)

type set struct {
	mu sync.Mutex
	m  map[string]bool
}

func (s *set) each(f func(string)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for k := range s.m {
		f(k)
	}
}

func (s *set) remove(k string) {
	s.mu.Lock()
	delete(s.m, k)
	s.mu.Unlock()
}

func main() {
	s := &set{m: map[string]bool{"a": true}}
	s.each(func(k string) {
		s.remove(k)
	})
}
