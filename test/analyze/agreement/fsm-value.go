// ends: hang
package main

import (
	"fmt"
)

type state int

const (
	start state = iota
	middle
	end
)

type machine struct{ st state }

func (m machine) step() {
	switch m.st {
	case start:
		m.st = middle
	case middle:
		m.st = end
	}
}

func main() {
	m := machine{}
	for m.st != end {
		m.step()
	}
	fmt.Println(m.st)
}
