// ends: leak
package main

import (
	"fmt"
)

func source(n int) <-chan int {
	out := make(chan int)
	go func() {
		defer close(out)
		for i := range n {
			out <- i
		}
	}()
	return out
}

func firstOver(in <-chan int, limit int) int {
	for v := range in {
		if v > limit {
			return v
		}
	}
	return -1
}

func main() {
	fmt.Println(firstOver(source(100), 5))
}
