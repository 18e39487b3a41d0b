package main

import (
	"os"
	"sync"
)

type tree struct {
	mu    sync.Mutex
	count int
}

func (t *tree) visit(depth int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.count++
	if depth < len(os.Args) {
		t.visit(depth + 1) // want warning double-lock "tree.visit locks it, too"
	}
}

func sum(numbers []int) (total int) {
	var mu sync.Mutex
	for _, n := range numbers {
		mu.Lock() // want warning double-lock "mu is locked again"
		if n < 0 {
			continue
		}
		total += n
		mu.Unlock()
	}
	return total
}

func main() {
	new(tree).visit(sum([]int{1}))
}
