// ends: ok
package main

import (
	"fmt"
	"runtime"
	"sync"
)

func main() {
	var mu sync.Mutex
	mu.Lock()
	go mu.Unlock()
	for !mu.TryLock() {
		runtime.Gosched()
	}
	fmt.Println("got it")
}
