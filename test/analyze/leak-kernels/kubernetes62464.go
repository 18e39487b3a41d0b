package main

import "sync"

type state struct {
	mu  sync.RWMutex
	set map[int]bool
}

func (s *state) orDefault(id int) bool {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if s.has(id) {
		return true
	}
	return s.set[0]
}

// has expects the lock to be held.
func (s *state) has(id int) bool { return s.set[id] }

func (s *state) put(id int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.set[id] = true
}

func main() {
	s := &state{set: map[int]bool{}}
	go s.put(1)
	println(s.orDefault(1))
}
