package main

import (
	"fmt"
	"sync"
)

type ledger struct {
	sync.RWMutex
	total int
}

func (l *ledger) sum() int {
	l.RLock()
	defer l.RUnlock()
	return l.total
}

func (l *ledger) add(n int) {
	l.Lock()
	defer l.Unlock()
	l.total = l.sum() + n // want error double-lock "ledger.sum locks it, too"
}

func main() {
	l := new(ledger)
	l.add(1)
	fmt.Println(l.total)
}
