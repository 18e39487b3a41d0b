package main

import "time"

func watch(events <-chan string, done <-chan struct{}) {
	for {
		select { // want warning one-sided-channel "nothing sends to it or closes it"
		case e := <-events:
			println(e)
		case <-done:
			return
		}
	}
}

func obey(events <-chan string, done <-chan struct{}) {
	for {
		select {
		case e := <-events:
			println(e)
		case <-done:
			return
		}
	}
}

func main() {
	events, done, stop := make(chan string), make(chan struct{}), make(chan struct{})
	go watch(events, done)
	go obey(events, stop)
	events <- "up"
	close(stop)
	time.Sleep(time.Millisecond)
}
