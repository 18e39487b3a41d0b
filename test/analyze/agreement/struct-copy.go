// ends: hang
package main

import (
	"fmt"
)

type cursor struct {
	data []int
	pos  int
}

func advance(c cursor, by int) cursor {
	c.pos += by
	return c
}

func main() {
	c := cursor{data: []int{3, 1, 2}}
	total := 0
	for c.pos < len(c.data) {
		total += c.data[c.pos]
		advance(c, 1)
	}
	fmt.Println(total)
}
