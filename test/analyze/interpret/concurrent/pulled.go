package main

import (
	"fmt"
	"iter"
	"maps"
	"slices"
)

func count(n int) iter.Seq[int] {
	return func(yield func(int) bool) {
		defer fmt.Println("over")
		for i := range n {
			if !yield(i) {
				fmt.Println("stopped at", i)
				return
			}
		}
	}
}

func main() {
	next, stop := iter.Pull(count(2))
	for {
		v, ok := next()
		fmt.Println(v, ok)
		if !ok {
			break
		}
	}
	stop()
	fmt.Println(next())

	next, stop = iter.Pull(count(9))
	fmt.Println(next())
	stop()
	stop()
	fmt.Println(next())

	_, stop = iter.Pull(count(1))
	stop()

	both, end := iter.Pull2(slices.All([]string{"a", "b"}))
	defer end()
	fmt.Println(both())
	fmt.Println(both())
	fmt.Println(both())
	keys, done := iter.Pull(maps.Keys(map[string]int{"only": 1}))
	defer done()
	fmt.Println(keys())
}
