// ends: ok
package main

import (
	"fmt"
	"io"
	"sync"
)

type pool struct {
	jobs chan func()
	wg   sync.WaitGroup
}

func newPool(n int) *pool {
	p := &pool{jobs: make(chan func())}
	for i := 0; i < n; i++ {
		go p.worker()
	}
	return p
}

func (p *pool) worker() {
	for job := range p.jobs {
		job()
		p.wg.Done()
	}
}

func (p *pool) submit(f func()) {
	p.wg.Add(1)
	p.jobs <- f
}

func main() {
	p := newPool(3)
	for i := range 5 {
		p.submit(func() { fmt.Fprintln(io.Discard, i) })
	}
	p.wg.Wait()
	close(p.jobs)
}
