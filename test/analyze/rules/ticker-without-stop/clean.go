package main

import "time"

func stopped() {
	t := time.NewTicker(time.Millisecond)
	defer t.Stop()
	<-t.C
}

func handed() *time.Ticker {
	t := time.NewTicker(time.Millisecond)
	return t
}

func endless() {
	t := time.NewTicker(time.Millisecond)
	for range 9 {
		<-t.C
	}
	t.Stop()
}

func main() {
	stopped()
	handed().Stop()
	endless()
}
