package main

import (
	"context"
	"errors"
)

type watch struct {
	ctx    context.Context
	cancel context.CancelFunc
	errs   chan error
	result chan bool
}

func (w *watch) stop() {
	select {
	case w.errs <- errors.New("stopped"):
	case <-w.ctx.Done():
	}
	w.cancel()
}

func (w *watch) run() {
	select {
	case err := <-w.errs:
		select {
		case w.result <- err != nil:
		case <-w.ctx.Done():
		}
	case <-w.ctx.Done():
	}
}

func main() {
	ctx, cancel := context.WithCancel(context.Background())
	w := &watch{ctx, cancel, make(chan error), make(chan bool)}
	go w.run()
	go w.stop()
	select {
	case <-w.result:
	case <-ctx.Done():
	}
}
