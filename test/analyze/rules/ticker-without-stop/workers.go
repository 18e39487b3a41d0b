package main

import "time"

func main() {
	t := time.NewTicker(time.Second)
	done := make(chan struct{})
	go func() {
		for range t.C { // want info ticker-without-stop "nothing tells it to stop"
			println("tick")
		}
	}()
	go func() {
		for {
			select {
			case <-t.C:
			case <-done:
				return
			}
		}
	}()
	close(done)
}
