package main

import "fmt"

type span struct{ from, to int }

func (s span) split() (left, right span) {
	middle := (s.from + s.to) / 2
	return span{s.from, middle}, span{middle, s.to}
}

func leaves(s span) int {
	if s.from >= s.to {
		return 1
	}
	left, right := s.split()
	return leaves(left) + leaves(right) // want error diverging-run "calls itself with the same arguments"
}

func main() {
	fmt.Println(leaves(span{0, 5}))
}
