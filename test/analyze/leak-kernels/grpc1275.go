package main

import "time"

type buffer struct{ c chan bool }

func (b *buffer) get() <-chan bool { return b.c }

type stream struct{ in *buffer }

func (s *stream) read() { <-s.in.get() }

func (s *stream) close() { close(s.in.c) }

func main() {
	s := &stream{&buffer{make(chan bool)}}
	done := make(chan bool)
	go func() {
		defer close(done)
		s.read()
	}()
	s.close()
	select {
	case <-done:
	case <-time.After(time.Millisecond):
	}
}
