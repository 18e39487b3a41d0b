package main

import "sync"

type lease struct {
	mu sync.Mutex
	id int
}

type names struct {
	mu     sync.Mutex
	tables map[int]*lease
}

func (n *names) get(id int) *lease {
	n.mu.Lock()
	l := n.tables[id]
	n.mu.Unlock()
	if l != nil {
		l.mu.Lock()
		defer l.mu.Unlock()
	}
	return l
}

func (n *names) remove(l *lease) {
	n.mu.Lock()
	defer n.mu.Unlock()
	delete(n.tables, l.id)
}

func release(n *names, l *lease) {
	l.mu.Lock()
	defer l.mu.Unlock()
	n.remove(l)
}

func main() {
	l := &lease{}
	n := &names{tables: map[int]*lease{0: l}}
	go n.get(0)
	go release(n, l)
}
