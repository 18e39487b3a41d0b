package main

import "sync"

type node struct{ mu sync.Mutex }

type graph struct {
	mu   sync.Mutex
	root node
}

func (g *graph) down() {
	g.mu.Lock()
	g.root.mu.Lock() // want warning lock-order "node.mu is taken while graph.mu is held, and elsewhere the other way round"
	g.root.mu.Unlock()
	g.mu.Unlock()
}

func (g *graph) size() int {
	g.mu.Lock() // want warning stuck-when-run "waiting for this lock never ends when the program runs"
	defer g.mu.Unlock()
	return 1
}

func (g *graph) up() int {
	g.root.mu.Lock()
	defer g.root.mu.Unlock()
	return g.size()
}

func main() {
	g := new(graph)
	go g.down()
	g.up()
}
