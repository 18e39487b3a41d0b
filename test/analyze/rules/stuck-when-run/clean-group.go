package main

import (
	"context"
	"errors"
	"fmt"
	"time"
)

type Group struct {
	ctx    context.Context
	cancel context.CancelFunc
	errs   chan error
	n      int
}

func WithContext(parent context.Context) *Group {
	ctx, cancel := context.WithCancel(parent)
	return &Group{ctx: ctx, cancel: cancel, errs: make(chan error)}
}

func (g *Group) Go(f func(context.Context) error) {
	g.n++
	go func() { g.errs <- f(g.ctx) }()
}

func (g *Group) Wait() error {
	defer g.cancel()
	var first error
	for i := 0; i < g.n; i++ {
		if err := <-g.errs; err != nil && first == nil {
			first = err
			g.cancel()
		}
	}
	return first
}

func main() {
	g := WithContext(context.Background())
	g.Go(func(ctx context.Context) error { return errors.New("first failed") })
	for i := 0; i < 3; i++ {
		g.Go(func(ctx context.Context) error {
			select {
			case <-ctx.Done():
				return ctx.Err()
			case <-time.After(10 * time.Millisecond):
				return nil
			}
		})
	}
	if err := g.Wait(); err != nil {
		fmt.Println("error:", err)
	}
}
