package main

import (
	"context"
	"time"
)

func monitor(stop <-chan bool) {
	for {
		select {
		case <-stop:
			return
		case <-time.After(time.Millisecond):
			results := make(chan bool)
			ctx, cancel := context.WithTimeout(context.Background(), time.Millisecond)
			go func() {
				results <- true
				close(results)
			}()
			select {
			case <-stop:
				cancel()
				<-results
				return
			case <-results:
				cancel()
			case <-ctx.Done():
				cancel()
				<-results
			}
		}
	}
}

func main() {
	stop := make(chan bool)
	go monitor(stop)
	stop <- true
}
