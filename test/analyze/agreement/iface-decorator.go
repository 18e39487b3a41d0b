// ends: stack-overflow
package main

import (
	"fmt"
)

type store interface{ Get(k string) string }

type cached struct {
	inner store
	hits  int
}

func (c *cached) Get(k string) string {
	c.hits++
	var s store = c
	return s.Get(k)
}

func main() {
	c := &cached{}
	fmt.Println(c.Get("a"))
}
