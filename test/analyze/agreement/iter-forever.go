// ends: hang
package main

import (
	"fmt"
	"iter"
)

func naturals() iter.Seq[int] {
	return func(yield func(int) bool) {
		for i := 0; ; i++ {
			if !yield(i) {
				return
			}
		}
	}
}

func main() {
	sum := 0
	for v := range naturals() {
		sum += v
	}
	fmt.Println(sum)
}
