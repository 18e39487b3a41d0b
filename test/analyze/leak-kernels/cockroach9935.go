package main

import (
	"errors"
	"math/rand"
	"sync"
)

type logging struct{ mu sync.Mutex }

func (l *logging) output() {
	l.mu.Lock()
	err := l.create()
	l.mu.Unlock()
	if err != nil {
		l.exit()
	}
}

func (l *logging) create() error {
	if rand.Intn(8) > 3 {
		return errors.New("no file")
	}
	return nil
}

func (l *logging) exit() {
	l.mu.Lock()
	defer l.mu.Unlock()
}

func main() {
	l := &logging{}
	go l.output()
}
