package main

import "sync"

var guard sync.Mutex

func main() {
	guard.Lock()
	guard.Lock() // want error double-lock "guard is locked again while this goroutine holds it"
	guard.Unlock()
}
