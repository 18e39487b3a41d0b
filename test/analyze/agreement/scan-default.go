// ends: hang
package main

import (
	"fmt"
)

type parser struct {
	src string
	pos int
	sum int
}

func (p *parser) number() {
	n := 0
	for p.pos < len(p.src) && p.src[p.pos] >= '0' && p.src[p.pos] <= '9' {
		n = n*10 + int(p.src[p.pos]-'0')
		p.pos++
	}
	p.sum += n
}

func (p *parser) parse() int {
	for p.pos < len(p.src) {
		switch c := p.src[p.pos]; {
		case c >= '0' && c <= '9':
			p.number()
		case c == ' ':
			p.pos++
		}
	}
	return p.sum
}

func main() {
	p := &parser{src: "1 + 2"}
	fmt.Println(p.parse())
}
