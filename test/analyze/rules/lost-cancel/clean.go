package main

import (
	"context"
	"fmt"
	"time"
)

type job struct {
	stop context.CancelFunc
}

func (j *job) end() { j.stop() }

func begin(parent context.Context) (*job, context.Context) {
	ctx, cancel := context.WithCancel(parent)
	return &job{stop: cancel}, ctx
}

func limited(parent context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeout(parent, time.Second)
}

func named(parent context.Context) (ctx context.Context, cancel func()) {
	ctx, cancel = context.WithCancel(parent)
	return
}

func branches(parent context.Context, n int) {
	ctx, cancel := context.WithCancel(parent)
	if n > 2 {
		cancel()
		return
	}
	defer cancel()
	fmt.Println(ctx.Err())
}

func main() {
	ctx, cancel := limited(context.Background())
	defer cancel()
	ctx, again := named(ctx)
	defer again()
	j, inner := begin(ctx)
	defer j.end()
	branches(inner, 1)
	later, done := context.WithCancel(inner)
	go func() {
		defer done()
		<-later.Done()
	}()
}
