package main

import (
	"context"
	"fmt"
	"time"
)

type session struct {
	ctx    context.Context
	cancel context.CancelFunc
}

func open(parent context.Context) *session {
	s := &session{}
	s.ctx, s.cancel = context.WithCancel(parent) // want warning lost-cancel "stored, but never called"
	return s
}

func wait(parent context.Context, n int) {
	ctx, cancel := context.WithTimeout(parent, time.Second) // want warning lost-cancel "not called on every path"
	if n > 2 {
		return
	}
	<-ctx.Done()
	cancel()
}

func main() {
	ctx, _ := context.WithCancel(context.Background())     // want warning lost-cancel "thrown away"
	bounded, stop := context.WithDeadline(ctx, time.Now()) // want warning lost-cancel "never called"
	_ = stop
	go wait(bounded, 1)
	fmt.Println(open(ctx).ctx.Err())
}
