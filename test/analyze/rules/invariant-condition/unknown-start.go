package main

import "fmt"

type node struct {
	value int
	next  *node
}

func sum(head *node) (total int) {
	for n := head; n != nil; { // want warning invariant-condition "assigns n"
		total += n.value
	}
	return total
}

func drain(stack []int) (total int) {
	for len(stack) > 0 { // want warning invariant-condition "assigns stack"
		total += stack[len(stack)-1]
	}
	return total
}

func main() { fmt.Println(sum(nil), drain(nil)) }
