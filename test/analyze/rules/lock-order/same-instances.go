package main

import "sync"

type account struct {
	mu      sync.Mutex
	balance int
}

func transfer(from, to *account, amount int) {
	from.mu.Lock()
	defer from.mu.Unlock()
	to.mu.Lock()
	defer to.mu.Unlock()
	from.balance -= amount
	to.balance += amount
}

func main() {
	a, b, c := &account{}, &account{}, &account{}
	go transfer(a, b, 1)
	go transfer(b, c, 1)
	go transfer(a, c, 1)
}
