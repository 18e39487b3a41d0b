package main

import "sync"

type gossip struct {
	mu     sync.Mutex
	closed bool
}

func (g *gossip) bootstrap() {
	for {
		g.mu.Lock()
		if g.closed {
			g.mu.Unlock()
			break
		}
		g.mu.Unlock()
	}
}

func main() {
	g := &gossip{closed: true}
	go g.bootstrap()
	g.bootstrap()
}
