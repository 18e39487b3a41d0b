package main

import "sync"

type stopper struct {
	stopped chan struct{}
	workers sync.WaitGroup
	mu      sync.Mutex
	drains  bool
}

func (s *stopper) start(work func()) {
	s.workers.Add(1)
	go func() {
		defer s.workers.Done()
		work()
		<-s.stopped
	}()
}

func (s *stopper) stop() {
	s.mu.Lock()
	isFirst := !s.drains
	s.drains = true
	s.mu.Unlock()
	if isFirst {
		close(s.stopped)
	}
	s.workers.Wait()
}

func main() {
	s := &stopper{stopped: make(chan struct{})}
	s.start(func() {
		s.mu.Lock()
		defer s.mu.Unlock()
	})
	s.stop()
}
