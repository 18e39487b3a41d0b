package main

import (
	"fmt"
	"os"
	"time"
)

func main() {
	n := len(os.Args)
	for n > 0 {
		n -= 3 - 2
	}
	done := make(chan bool)
	go func() {
		time.Sleep(time.Millisecond)
		done <- true
	}()
	stop := false
	for !stop {
		stop = <-done
	}
	fmt.Println(n)
}
