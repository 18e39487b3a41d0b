package store

import "sync"

type Store struct {
	mu    sync.RWMutex
	names []string
}

func (s *Store) Count() int {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return len(s.names)
}

func (s *Store) Empty() bool {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.Count() == 0 // want warning double-lock "read-locked again"
}

func (s *Store) Add(name string) {
	s.mu.Lock()
	s.names = append(s.names, name)
	defer s.mu.Lock() // want warning double-lock "s.mu is locked again"
}
