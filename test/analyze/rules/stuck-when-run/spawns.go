package main

import (
	"errors"
	"time"
)

var errDown = errors.New("down")

func deliver(msg string) error { return errDown }

func send(msg string) {
	if err := deliver(msg); err != nil {
		go send(msg + "!")
		go send(msg + "?") // want warning stuck-when-run "no end is in sight"
	}
}

func main() {
	send("hi")
	time.Sleep(time.Hour)
}
