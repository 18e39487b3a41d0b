package main

import (
	"context"
	"time"
)

type client struct {
	ctx  context.Context
	name string
}

func (c *client) watch() {
	<-c.ctx.Done() // want warning blocked-forever "nothing ever cancels this context"
	println(c.name)
}

func newClient(name string) *client {
	return &client{ctx: context.WithValue(context.Background(), "name", name), name: name}
}

func pump(ctx context.Context, in <-chan int) {
	for {
		select { // want warning blocked-forever "nothing ends this loop"
		case v := <-in:
			println(v)
		case <-ctx.Done():
			return
		}
	}
}

func drain(ctx context.Context, in <-chan int) {
	for {
		select {
		case v, ok := <-in:
			if !ok {
				return
			}
			println(v)
		case <-ctx.Done():
			return
		}
	}
}

func obey(ctx context.Context) { <-ctx.Done() }

func main() {
	go newClient("a").watch()
	in := make(chan int)
	go pump(context.TODO(), in)
	in <- 1
	more := make(chan int)
	go drain(context.Background(), more)
	close(more)
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	go obey(ctx)
	time.Sleep(time.Millisecond)
}
