package main

import (
	"fmt"
	"sync"
)

// A mutex may be unlocked by another goroutine: odd, but no deadlock.
func main() {
	var turn sync.Mutex
	turn.Lock()
	go func() {
		fmt.Println("work")
		turn.Unlock()
	}()
	turn.Lock() // want warning double-lock "turn is locked again"
	fmt.Println("done")
}
