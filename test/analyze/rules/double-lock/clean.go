package main

import (
	"fmt"
	"sync"
)

type account struct {
	mu      sync.Mutex
	balance int
	next    *account
}

func (a *account) add(n int) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.balance += n
}

// The caller holds the lock; it is given back for a moment.
func (a *account) pause() {
	a.mu.Unlock()
	fmt.Println("pause")
	a.mu.Lock()
}

func (a *account) slow() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.pause()
}

func transfer(from, to *account, n int) {
	from.mu.Lock()
	to.mu.Lock()
	from.balance -= n
	to.balance += n
	to.mu.Unlock()
	from.mu.Unlock()
}

func sum(first *account) (total int) {
	for a := first; a != nil; a = a.next {
		a.mu.Lock()
		total += a.balance
		defer a.mu.Unlock()
	}
	return total
}

func twice(a *account) {
	for range 2 {
		a.mu.Lock()
		a.balance++
		a.mu.Unlock()
	}
	a.mu.Lock()
	go a.add(1)
	a.mu.Unlock()
}

func (a *account) with(locked bool) {
	if !locked {
		a.mu.Lock()
		defer a.mu.Unlock()
	}
	a.balance++
}

func main() {
	a, b := new(account), new(account)
	a.next = b
	a.add(1)
	a.slow()
	transfer(a, b, 1)
	twice(a)
	a.mu.Lock()
	a.with(true)
	b.add(2)
	a.mu.Unlock()
	handed(b)
	fmt.Println(sum(a))
}

func (a *account) release() { a.mu.Unlock() }

func handed(a *account) {
	var once sync.Once
	a.mu.Lock()
	once.Do(a.release)
	a.add(3)
}
