package demo

import "time"

func Watch() {
	t := time.NewTicker(time.Second) // want info ticker-without-stop "never stopped"
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
