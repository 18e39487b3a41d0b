package main

import (
	"context"
	"fmt"
	"sync"
	"time"
)

type server struct {
	reqs chan int
	wg   sync.WaitGroup
	seen int
}

func (s *server) run(ctx context.Context) {
	defer s.wg.Done()
	t := time.NewTicker(time.Millisecond)
	defer t.Stop()
	for {
		select {
		case r := <-s.reqs:
			s.seen += r
		case <-t.C:
		case <-ctx.Done():
			return
		}
	}
}

func main() {
	ctx, cancel := context.WithCancel(context.Background())
	s := &server{reqs: make(chan int)}
	s.wg.Add(1)
	go s.run(ctx)
	for i := range 5 {
		s.reqs <- i
	}
	cancel()
	s.wg.Wait()
	fmt.Println(s.seen)
}
