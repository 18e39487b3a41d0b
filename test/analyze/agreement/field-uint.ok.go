// ends: ok
package main

import (
	"fmt"
)

type limiter struct{ left uint32 }

func (l *limiter) drain() int {
	n := 0
	for l.left > 0 {
		l.left--
		n++
		n &= 0xff
	}
	return n
}

func main() {
	l := &limiter{left: 5}
	fmt.Println(l.drain())
}
