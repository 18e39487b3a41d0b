// ends: ok
package main

import (
	"fmt"
)

func main() {
	results := make(chan int, 4)
	var got []int
	results <- 1
	results <- 2
	for len(got) < 2 {
		select {
		case v := <-results:
			got = append(got, v)
		default:
		}
	}
	fmt.Println(got)
}
