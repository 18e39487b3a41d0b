// ends: deadlock
package main

import (
	"fmt"
	"io"
	"sync"
)

func main() {
	jobs := make(chan int)
	var wg sync.WaitGroup
	for w := 0; w < 3; w++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for j := range jobs {
				fmt.Fprintln(io.Discard, j)
			}
		}()
	}
	for i := 0; i < 9; i++ {
		jobs <- i
	}
	wg.Wait()
}
