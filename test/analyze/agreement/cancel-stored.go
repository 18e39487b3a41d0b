// ends: leak
package main

import (
	"context"
	"fmt"
)

type service struct {
	ctx    context.Context
	cancel context.CancelFunc
	in     chan int
}

func newService() *service {
	s := &service{in: make(chan int)}
	s.ctx, s.cancel = context.WithCancel(context.Background())
	go s.loop()
	return s
}

func (s *service) loop() {
	for {
		select {
		case v := <-s.in:
			fmt.Println(v)
		case <-s.ctx.Done():
			return
		}
	}
}

func main() {
	s := newService()
	s.in <- 1
}
