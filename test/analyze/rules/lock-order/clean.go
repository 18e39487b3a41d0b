package main

import "sync"

var first, second sync.Mutex

func one() {
	first.Lock()
	defer first.Unlock()
	second.Lock()
	defer second.Unlock()
}

func two() {
	second.Lock()
	second.Unlock()
	first.Lock()
	first.Unlock()
}

var left, right sync.Mutex

// Only one goroutine ever takes these.
func swapped() {
	left.Lock()
	right.Lock()
	right.Unlock()
	left.Unlock()
	right.Lock()
	left.Lock()
	left.Unlock()
	right.Unlock()
}

func main() {
	go one()
	two()
	swapped()
}
