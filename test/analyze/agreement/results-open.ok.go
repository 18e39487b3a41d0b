// ends: ok
package main

import (
	"fmt"
)

func main() {
	results := make(chan int)
	for i := 1; i <= 3; i++ {
		go func(n int) {
			results <- n * n
		}(i)
	}
	sum := 0
	for i := 0; i < 3; i++ {
		sum += <-results
	}
	fmt.Println(sum)
}
