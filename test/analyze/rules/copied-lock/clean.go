package main

import "sync"

type shared struct {
	mu *sync.Mutex
	n  int
}

type pair struct {
	left *shared
}

func (s shared) get() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.n
}

func read(p pair) int {
	p.left.mu.Lock()
	defer p.left.mu.Unlock()
	return p.left.n
}

func with(mu *sync.Mutex) {
	mu.Lock()
	mu.Unlock()
}

func main() {
	s := shared{mu: &sync.Mutex{}}
	with(s.mu)
	println(s.get(), read(pair{&s}))
}
