package main

import "sync"

type account struct {
	mu      sync.Mutex
	balance int
}

var savings, current account

func save() {
	current.mu.Lock()
	defer current.mu.Unlock()
	savings.mu.Lock() // want warning lock-order "the other way round"
	defer savings.mu.Unlock()
	savings.balance++
}

func spend() {
	savings.mu.Lock()
	defer savings.mu.Unlock()
	current.mu.Lock()
	defer current.mu.Unlock()
	current.balance++
}

func transfer(from, to *account, amount int) {
	from.mu.Lock()
	defer from.mu.Unlock()
	to.mu.Lock() // want warning lock-order "another call has them the other way round"
	defer to.mu.Unlock()
	from.balance -= amount
	to.balance += amount
}

func main() {
	go save()
	go spend()
	a, b := &account{}, &account{}
	go transfer(a, b, 1)
	go transfer(b, a, 1)
}
