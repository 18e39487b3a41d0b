// ends: ok
package main

import (
	"fmt"
)

type item struct {
	v    int
	next *item
}

func main() {
	head := &item{v: 1}
	for p := head; p != nil; p = p.next.next {
		p.next = &item{v: p.v + 1, next: p.next}
	}
	fmt.Println(head.v)
}
