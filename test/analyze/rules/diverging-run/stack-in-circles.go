package main

import "fmt"

type node struct {
	id   int
	next []*node
}

func bfs(start *node) int {
	stack := []*node{start}
	n := 0
	for len(stack) > 0 { // want error diverging-run "never gets empty"
		cur := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		n++
		for _, x := range cur.next {
			stack = append(stack, x)
		}
	}
	return n
}

func main() {
	a, b, c := &node{id: 1}, &node{id: 2}, &node{id: 3}
	a.next = []*node{b, c}
	b.next = []*node{a}
	c.next = []*node{a}
	fmt.Println(bfs(a))
}
