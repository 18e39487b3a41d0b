package main

import (
	"fmt"
	"time"
)

type mailbox struct {
	in   chan string
	stop chan struct{}
}

func (m *mailbox) read() (string, bool) {
	select {
	case s := <-m.in:
		return s, true
	default:
		return "", false
	}
}

func main() {
	m := &mailbox{in: make(chan string, 2), stop: make(chan struct{})}
	go func() {
		time.Sleep(time.Millisecond)
		m.in <- "one"
	}()
	got := 0
	for got < 2 { // want warning stuck-when-run "asks again and again"
		if s, ok := m.read(); ok {
			fmt.Println(s)
			got++
		}
	}
}
