package main

import "sync"

type framer struct {
	mu    sync.Mutex
	reset chan bool
	done  chan struct{}
}

func (f *framer) monitor() {
	for {
		select {
		case <-f.reset:
		case <-f.done:
			return
		}
	}
}

func (f *framer) write() {
	f.mu.Lock()
	defer f.mu.Unlock()
	select {
	case f.reset <- true:
	case <-f.done:
	}
}

func main() {
	f := &framer{reset: make(chan bool), done: make(chan struct{})}
	go f.monitor()
	f.write()
	close(f.done)
}
