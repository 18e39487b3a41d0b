package main

import "sync"

type store struct {
	mu    sync.Mutex
	total int
}

func (s *store) sum(parts []int) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	var wg sync.WaitGroup
	for _, p := range parts {
		wg.Add(1)
		go func() {
			defer wg.Done()
			s.mu.Lock()
			s.total += p
			s.mu.Unlock()
		}()
	}
	wg.Wait() // want warning lock-held-while-waiting "waiting for the group while s.mu is held"
	return s.total
}

func main() {
	println((&store{}).sum([]int{1, 2}))
}
