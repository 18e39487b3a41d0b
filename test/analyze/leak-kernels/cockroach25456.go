package main

type stopper struct{ quiescer chan struct{} }

func (s *stopper) shouldQuiesce() <-chan struct{} { return s.quiescer }

type queue struct{}

func (queue) process(s *stopper) { <-s.shouldQuiesce() }

func main() {
	s := &stopper{quiescer: make(chan struct{})}
	go func() {
		for range 2 {
			queue{}.process(s)
		}
	}()
	close(s.quiescer)
}
