// ends: ok
package main

import (
	"fmt"
)

type node struct {
	val  int
	next *node
}

func sum(head *node) int {
	total := 0
	cur := head
	for cur != nil {
		total += cur.val
		cur = cur.next
		head = head.next
		if head == nil {
			head = &node{}
		}
	}
	return total
}

func main() {
	fmt.Println(sum(&node{1, &node{2, nil}}))
}
