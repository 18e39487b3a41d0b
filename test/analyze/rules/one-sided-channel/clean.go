package main

import (
	"fmt"
	"os"
	"time"
)

type server struct {
	quit  chan struct{}
	ready chan bool
}

func (s *server) stop() { close(s.quit) }

func (s *server) run(report func(chan bool)) {
	report(s.ready)
	<-s.quit
}

func results() (<-chan int, error) {
	c := make(chan int)
	go func() { c <- 1 }()
	return c, nil
}

var observers []chan os.Signal

func notified(c chan os.Signal) chan os.Signal {
	observers = append(observers, c)
	return c
}

func main() {
	s := &server{quit: make(chan struct{}), ready: make(chan bool, 1)}
	go s.run(func(c chan bool) { c <- true })
	<-s.ready
	s.stop()

	select {
	case <-notified(make(chan os.Signal, 1)):
	case <-time.After(time.Millisecond):
	}

	all := []chan int{make(chan int)}
	go func() { all[0] <- 1 }()
	fmt.Println(<-all[0])
	c, _ := results()
	fmt.Println(<-c)
	unsent := make(chan int)
	select {
	case <-unsent:
	default:
	}
}
