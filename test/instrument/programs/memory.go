package main

import (
	"fmt"
	"runtime"
)

type node struct {
	left, right *node
	payload     [3]int
}

func build(depth int) *node {
	if depth == 0 {
		return &node{}
	}
	return &node{left: build(depth - 1), right: build(depth - 1)}
}

func (n *node) count() int {
	if n == nil {
		return 0
	}
	return 1 + n.left.count() + n.right.count()
}

func main() {
	total := 0
	for round := 0; round < 6; round++ {
		total += build(12).count()
	}
	big := make([]byte, 40<<20)
	copy(big[1<<20:], big[:20<<20])
	runtime.GC()
	fmt.Println(total, len(big))
}
