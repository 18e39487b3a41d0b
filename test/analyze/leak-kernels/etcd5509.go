package main

import (
	"context"
	"errors"
	"sync"
)

type client struct {
	mu     sync.RWMutex
	ctx    context.Context
	cancel context.CancelFunc
}

func (c *client) close() {
	c.mu.Lock()
	cancel := c.cancel
	c.cancel = nil
	c.mu.Unlock()
	if cancel != nil {
		cancel()
	}
}

func (c *client) acquire() error {
	c.mu.RLock()
	isClosed := c.cancel == nil
	c.mu.RUnlock()
	if isClosed {
		return errors.New("closed")
	}
	return nil
}

func main() {
	ctx, cancel := context.WithCancel(context.Background())
	c := &client{ctx: ctx, cancel: cancel}
	go c.acquire()
	c.close()
}
