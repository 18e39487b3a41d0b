package main

import "fmt"

type box[T any] struct{ value T }

func wrap[T any](depth int, value T) {
	fmt.Println(value)
	if depth > 0 {
		wrap(depth-1, box[T]{value}) // want error instantiation-cycle "type parameter T"
	}
}

func main() { wrap(2, "x") }
