// ends: deadlock
package main

import (
	"sync"
	"time"
)

type account struct {
	mu  sync.Mutex
	bal int
}

var savings, checking account

func toSavings() {
	checking.mu.Lock()
	defer checking.mu.Unlock()
	time.Sleep(10 * time.Millisecond)
	savings.mu.Lock()
	defer savings.mu.Unlock()
	checking.bal--
	savings.bal++
}

func toChecking() {
	savings.mu.Lock()
	defer savings.mu.Unlock()
	time.Sleep(10 * time.Millisecond)
	checking.mu.Lock()
	defer checking.mu.Unlock()
	savings.bal--
	checking.bal++
}

func main() {
	var wg sync.WaitGroup
	wg.Add(2)
	go func() { defer wg.Done(); toSavings() }()
	go func() { defer wg.Done(); toChecking() }()
	wg.Wait()
}
