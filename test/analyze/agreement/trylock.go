// ends: hang
package main

import (
	"fmt"
	"runtime"
	"sync"
)

func main() {
	var mu sync.Mutex
	mu.Lock()
	for !mu.TryLock() {
		runtime.Gosched()
	}
	fmt.Println("got it")
}
