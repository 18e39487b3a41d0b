package main

import "sync"

type machine struct{ sync.Mutex }

func (m *machine) add() {
	m.Lock()
	defer m.Unlock()
	m.removeLocked()
}

func (m *machine) remove() {
	m.Lock()
	defer m.Unlock()
	m.removeLocked()
}

func (m *machine) removeLocked() {}

func main() {
	m := &machine{}
	go m.add()
	m.remove()
}
