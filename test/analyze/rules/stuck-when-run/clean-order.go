package main

import (
	"fmt"
	"sync"
	"time"
)

type fork struct{ sync.Mutex }

type philosopher struct {
	id            int
	first, second *fork
}

func (p philosopher) dine(wg *sync.WaitGroup) {
	defer wg.Done()
	for i := 0; i < 2; i++ {
		p.first.Lock()
		time.Sleep(time.Millisecond)
		p.second.Lock()
		fmt.Println(p.id, "eats")
		p.second.Unlock()
		p.first.Unlock()
	}
}

func main() {
	const n = 3
	forks := make([]*fork, n)
	for i := range forks {
		forks[i] = new(fork)
	}
	var wg sync.WaitGroup
	for i := 0; i < n; i++ {
		a, b := i, (i+1)%n
		if b < a {
			a, b = b, a
		}
		wg.Add(1)
		go philosopher{i, forks[a], forks[b]}.dine(&wg)
	}
	wg.Wait()
}
