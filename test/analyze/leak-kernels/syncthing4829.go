package main

import "sync"

type mapping struct {
	mu        sync.RWMutex
	addresses map[string]int
}

func (m *mapping) clear() {
	m.mu.Lock()
	removed := len(m.addresses)
	clear(m.addresses)
	m.mu.Unlock()
	if removed > 0 {
		m.notify()
	}
}

func (m *mapping) notify() {
	m.mu.RLock()
	defer m.mu.RUnlock()
}

func main() {
	m := &mapping{addresses: map[string]int{"a": 1}}
	m.clear()
}
