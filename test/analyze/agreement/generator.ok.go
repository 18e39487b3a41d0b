// ends: ok
package main

import (
	"fmt"
)

func count(done chan struct{}) <-chan int {
	out := make(chan int)
	go func() {
		for i := 0; ; i++ {
			select {
			case out <- i:
			case <-done:
				return
			}
		}
	}()
	return out
}

func main() {
	done := make(chan struct{})
	defer close(done)
	c := count(done)
	for i := 0; i < 3; i++ {
		fmt.Println(<-c)
	}
}
