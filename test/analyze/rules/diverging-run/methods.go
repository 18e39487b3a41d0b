package main

import "fmt"

type stack struct{ items []int }

func (s stack) pop() int {
	last := s.items[len(s.items)-1]
	s.items = s.items[:len(s.items)-1]
	return last
}

func drain(s *stack) (sum int) {
	for len(s.items) > 0 { // want error diverging-run "comes back to the same state"
		sum += s.pop()
	}
	return sum
}

func main() {
	fmt.Println(drain(&stack{items: []int{1, 2, 3}}))
}
