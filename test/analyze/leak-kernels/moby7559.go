package main

import (
	"errors"
	"sync"
)

type proxy struct{ mu sync.Mutex }

func dial(i int) error {
	if i == 0 {
		return errors.New("refused")
	}
	return nil
}

func (p *proxy) run() {
	for i := range 2 {
		p.mu.Lock()
		if err := dial(i); err != nil {
			p.mu.Unlock()
			continue
		}
		p.mu.Unlock()
	}
}

func main() {
	p := &proxy{}
	go p.run()
	p.run()
}
