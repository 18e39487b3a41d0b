package main

import "fmt"

type host struct {
	in   chan string
	quit chan struct{}
}

func (h *host) serve() {
	for {
		select { // want warning blocked-forever "so it is nil"
		case s := <-h.in:
			fmt.Println(s)
		case <-h.quit:
			return
		}
	}
}

func main() {
	h := &host{in: make(chan string)}
	go h.serve()
	h.in <- "hello"
	if h.quit != nil {
		close(h.quit)
	}
}
