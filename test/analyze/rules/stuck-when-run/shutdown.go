package main

import (
	"fmt"
	"sync"
)

type Server struct {
	conns chan int
	quit  chan struct{}
	wg    sync.WaitGroup
}

func (s *Server) Serve() {
	s.wg.Add(1)
	go func() {
		defer s.wg.Done()
		for {
			select {
			case c := <-s.conns:
				s.wg.Add(1)
				go s.handle(c)
			case <-s.quit:
				return
			}
		}
	}()
}

func (s *Server) handle(c int) {
	defer s.wg.Done()
	fmt.Println("conn", c)
	if c == 2 {
		s.Shutdown()
	}
}

func (s *Server) Shutdown() {
	close(s.quit)
	s.wg.Wait() // want warning stuck-when-run "waiting for this group"
}

func main() {
	s := &Server{conns: make(chan int), quit: make(chan struct{})}
	s.Serve()
	s.conns <- 1
	s.conns <- 2
	s.wg.Wait() // want warning stuck-when-run "waiting for this group"
}
