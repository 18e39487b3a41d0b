// ends: leak
package main

import (
	"fmt"
)

func count() <-chan int {
	out := make(chan int)
	go func() {
		for i := 0; ; i++ {
			out <- i
		}
	}()
	return out
}

func main() {
	c := count()
	for i := 0; i < 3; i++ {
		fmt.Println(<-c)
	}
}
