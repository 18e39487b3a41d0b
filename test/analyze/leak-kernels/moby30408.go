package main

import (
	"errors"
	"sync"
)

type plugin struct {
	wait   *sync.Cond
	err    error
	active bool
}

func (p *plugin) waitActive() error {
	p.wait.L.Lock()
	defer p.wait.L.Unlock()
	for !p.active && p.err == nil {
		p.wait.Wait()
	}
	return p.err
}

func (p *plugin) fail() {
	p.wait.L.Lock()
	p.err = errors.New("failed")
	p.wait.L.Unlock()
	p.wait.Broadcast()
}

func main() {
	p := &plugin{wait: sync.NewCond(&sync.Mutex{})}
	done := make(chan struct{})
	go func() {
		p.waitActive()
		close(done)
	}()
	p.fail()
	<-done
}
