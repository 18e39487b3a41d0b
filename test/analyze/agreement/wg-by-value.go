// ends: deadlock
package main

import (
	"fmt"
	"io"
	"sync"
)

func worker(id int, wg sync.WaitGroup) {
	defer wg.Done()
	fmt.Fprintln(io.Discard, id)
}

func main() {
	var wg sync.WaitGroup
	for i := range 3 {
		wg.Add(1)
		go worker(i, wg)
	}
	wg.Wait()
}
