package main

import "fmt"

type node[T any] struct {
	value T
	next  *node[T]
	rest  []node[T]
}

func (n *node[T]) push(value T) *node[T] { return &node[T]{value: value, next: n} }

func length[T any](n *node[T]) int {
	if n == nil {
		return 0
	}
	return 1 + length(n.next)
}

func apply[A, B any](as []A, f func(A) B) (bs []B) {
	for _, a := range as {
		bs = append(bs, f(a))
	}
	return bs
}

func nested[T any](v T) int { return len(apply([][]T{{v}}, func(ts []T) int { return len(ts) })) }

func swap[A, B any](n int, a A, b B) {
	if n > 0 {
		swap(n-1, b, a)
	}
}

func fixed[T any](n int, v T) {
	if n > 0 {
		fixed(n-1, []int{n})
	}
}

func main() {
	var list *node[int]
	fmt.Println(length(list.push(1).push(2)), nested("x"))
	swap(2, 1, "x")
	fixed(2, "x")
}
