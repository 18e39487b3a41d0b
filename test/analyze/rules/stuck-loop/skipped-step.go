package main

import (
	"fmt"
	"unicode"
	"unicode/utf8"
)

func lex(s string) (tokens, others int) {
	i := 0
	for i < len(s) { // want warning stuck-loop "without changing anything that decides"
		c := rune(s[i])
		switch {
		case unicode.IsSpace(c):
			i++
		case unicode.IsLetter(c):
			for i < len(s) && unicode.IsLetter(rune(s[i])) {
				i++
			}
			tokens++
		default:
			others++
		}
	}
	return tokens, others
}

func runes(b []byte) (n int) {
	for len(b) > 0 { // want warning stuck-loop "without changing anything that decides"
		r, size := utf8.DecodeRune(b)
		if r == utf8.RuneError {
			continue
		}
		b = b[size:]
		n++
	}
	return n
}

type node struct {
	value int
	next  *node
}

func find(head *node, value int) *node {
	at := head
	for at != nil && at.value != value { // want warning stuck-loop "without changing anything that decides"
		at = head.next
	}
	return at
}

func main() {
	fmt.Println(lex(""))
	fmt.Println(runes(nil), find(nil, 1))
}
