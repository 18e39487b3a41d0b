package main

import "sync"

type client struct {
	mu     sync.Mutex
	awaken chan struct{}
	active int
}

func (c *client) keepalive() {
	c.mu.Lock()
	isIdle := c.active == 0
	c.mu.Unlock()
	if isIdle {
		<-c.awaken
	}
}

func (c *client) open() {
	c.mu.Lock()
	c.active++
	isFirst := c.active == 1
	c.mu.Unlock()
	if isFirst {
		close(c.awaken)
	}
}

func main() {
	c := &client{awaken: make(chan struct{})}
	go c.keepalive()
	c.open()
}
