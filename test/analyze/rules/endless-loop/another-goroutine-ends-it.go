package main

import (
	"os"
	"time"
)

func main() {
	go func() {
		time.Sleep(time.Millisecond)
		os.Exit(0)
	}()
	for { // want warning endless-loop "nothing leaves this loop"
	}
}
