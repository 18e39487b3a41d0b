package main

import (
	"strings"
	"time"
)

var permits = make(chan struct{}, 1)

func shout(s string) string {
	permits <- struct{}{} // want warning permit-not-returned "shout does not give the permit back"
	if s == "" {
		return s
	}
	defer func() { <-permits }()
	return strings.ToUpper(s)
}

func main() {
	for _, s := range []string{"", "a"} {
		go shout(s)
	}
	time.Sleep(time.Millisecond)
}
