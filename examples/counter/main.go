// Counter adds to one atomic number from 42 goroutines and prints "Counter: 42".
//
// Try: npx sandglass run examples/counter/main.go
// Then replace counter.Add(1) by a plain counter++ on an int: Go on wasm runs one goroutine at a
// time, so the race stays hidden here and shows only natively, under go run -race.
package main

import (
	"fmt"
	"sync"
	"sync/atomic"
)

func main() {
	var counter atomic.Int64
	var group sync.WaitGroup
	for range 42 {
		group.Add(1)
		go func() {
			defer group.Done()
			counter.Add(1)
		}()
	}
	group.Wait()
	fmt.Println("Counter:", counter.Load())
}
