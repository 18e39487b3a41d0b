package main

type tree[K any] struct{ key K }

func (t tree[E]) grow(n int) {
	if n > 0 {
		tree[[]E]{}.grow(n - 1) // want error instantiation-cycle "E"
	}
}

func main() { tree[int]{}.grow(3) }
