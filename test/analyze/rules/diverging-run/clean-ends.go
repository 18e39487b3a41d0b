package main

import (
	"errors"
	"fmt"
	"sort"
	"strings"
)

var errBusy = errors.New("busy")

type link struct{ tries int }

func (l *link) open() error {
	l.tries++
	if l.tries < 200 {
		return fmt.Errorf("try %d: %w", l.tries, errBusy)
	}
	return nil
}

func collatz(n int) (steps int) {
	for n != 1 {
		if n%2 == 0 {
			n /= 2
		} else {
			n = 3*n + 1
		}
		steps++
	}
	return steps
}

type shape interface{ area() float64 }
type square struct{ side float64 }

func (s square) area() float64 { return s.side * s.side }

func main() {
	l := &link{}
	for errors.Is(l.open(), errBusy) {
	}
	fmt.Println(l.tries, collatz(27))
	for i := uint(9); i < 10; i-- {
		fmt.Print(i, " ")
	}
	for i := int8(1); i > 0; i++ {
		l.tries--
	}
	var shapes []shape
	for len(shapes) < 5 {
		shapes = append(shapes, square{float64(len(shapes))})
	}
	sort.Slice(shapes, func(a, b int) bool { return shapes[a].area() > shapes[b].area() })
	text := "a//b////c"
	for strings.Contains(text, "//") {
		text = strings.ReplaceAll(text, "//", "/")
	}
	fmt.Println(text, shapes[0].area())
	n := 0
	for i := 10; ; i-- {
		n += i
		if i%100 == -50 {
			break
		}
	}
	for left, right := 0, 1000; left < right; left, right = left+1, right-1 {
		n++
	}
	fmt.Println(n)
}
