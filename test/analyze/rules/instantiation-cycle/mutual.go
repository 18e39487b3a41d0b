package main

func left[A any](n int, a A) {
	if n > 0 {
		right[*A](n-1, &a) // want error instantiation-cycle "type parameter A"
	}
}

func right[B any](n int, b B) { left(n, b) }

func main() { left(3, 1) }
