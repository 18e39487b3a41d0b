package main

import "iter"

func naturals() iter.Seq[int] {
	return func(yield func(int) bool) {
		for i := 0; ; i++ {
			if !yield(i) {
				return
			}
		}
	}
}

func some(n int) iter.Seq[int] {
	return func(yield func(int) bool) {
		for i := 0; ; i++ {
			if i == n || !yield(i) {
				return
			}
		}
	}
}

func main() {
	sum := 0
	for v := range some(3) {
		sum += v
	}
	for v := range naturals() {
		if v > 10 {
			break
		}
	}
	for v := range naturals() { // want warning endless-loop "yields for ever"
		sum += v
	}
	println(sum)
}
