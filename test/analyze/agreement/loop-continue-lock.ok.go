// ends: ok
package main

import (
	"fmt"
	"sync"
)

type stats struct {
	mu  sync.Mutex
	sum int
}

func (s *stats) addAll(xs []int) {
	for _, x := range xs {
		s.mu.Lock()
		if x < 0 {
			s.mu.Unlock()
			continue
		}
		s.sum += x
		s.mu.Unlock()
	}
}

func main() {
	s := &stats{}
	s.addAll([]int{1, -2, 3})
	fmt.Println(s.sum)
}
