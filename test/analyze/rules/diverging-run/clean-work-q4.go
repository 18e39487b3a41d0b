package main

import "fmt"

type node struct {
	visits int
	next   []*node
}

func build() *node {
	a, b := &node{}, &node{}
	a.next = []*node{b, b}
	b.next = []*node{a}
	return a
}

func main() {
	stack := []*node{build()}
	n := 0
	for len(stack) > 0 {
		cur := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		cur.visits++
		if cur.visits > 6 {
			continue
		}
		n++
		for _, x := range cur.next {
			stack = append(stack, x)
		}
	}
	queue := []*node{build()}
	for i := 0; i < len(queue); i++ {
		cur := queue[i]
		cur.visits++
		if cur.visits > 6 {
			continue
		}
		queue = append(queue, cur.next...)
	}
	fmt.Println(n, len(queue))
}
