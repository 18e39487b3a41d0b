// ends: leak
package main

import (
	"fmt"
	"time"
)

func watch(events <-chan string, done <-chan struct{}) {
	for {
		select {
		case e := <-events:
			fmt.Println(e)
		case <-done:
			return
		}
	}
}

func main() {
	events := make(chan string)
	done := make(chan struct{})
	go watch(events, done)
	events <- "up"
	time.Sleep(time.Millisecond)
}
