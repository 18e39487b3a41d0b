package main

import (
	"fmt"
	"runtime"
	"sync/atomic"
)

func main() {
	var turn atomic.Int32
	out := make(chan int, 10)
	for id := int32(0); id < 2; id++ {
		go func() {
			for i := 0; i < 3; i++ {
				for turn.Load() != id {
					runtime.Gosched()
				}
				out <- int(id)
				turn.Store(1 - id)
			}
		}()
	}
	for range 6 {
		fmt.Print(<-out)
	}
	fmt.Println()
}
