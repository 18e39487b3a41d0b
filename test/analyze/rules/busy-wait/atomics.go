package main

import "sync/atomic"

var stop, done atomic.Bool

func main() {
	n := 0
	go func() { done.Store(true) }()
	for !done.Load() {
		n++
	}
	for !stop.Load() { // want warning busy-wait "nothing stores another value"
		n++
	}
	println(n)
}
