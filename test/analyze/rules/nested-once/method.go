package main

import "sync"

type catalogue struct {
	once  sync.Once
	names []string
}

func (c *catalogue) fill() {
	c.names = []string{"a"}
	if len(c.names) > 0 {
		c.add("b")
	}
}

func (c *catalogue) add(name string) {
	c.once.Do(c.fill) // want warning nested-once "it waits for itself"
	c.names = append(c.names, name)
}

func main() {
	c := &catalogue{}
	c.add("c")
}
