// ends: ok
package main

import (
	"fmt"
)

type lexer struct {
	in  string
	pos int
}

func (l *lexer) peek() byte {
	if l.pos >= len(l.in) {
		return 0
	}
	return l.in[l.pos]
}

func (l *lexer) words() int {
	n := 0
	for {
		switch c := l.peek(); {
		case c == 0:
			return n
		case c == ' ':
			n++
			l.pos++
		default:
			l.pos++
		}
	}
}

func main() {
	l := &lexer{in: "a b c"}
	fmt.Println(l.words())
}
