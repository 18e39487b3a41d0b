package main

import "math/rand"

type bench struct{ stop chan bool }

func (b *bench) loop() {
	for {
		done := make(chan bool, 1)
		go func() { done <- rand.Intn(10) > 7 }()
		select {
		case <-b.stop:
			return
		case <-done:
		}
	}
}

func main() {
	b := &bench{stop: make(chan bool)}
	go b.loop()
	b.stop <- true
}
