package main

import (
	"fmt"
	"time"
)

func give(out chan<- string) {
	out <- "one"
	out <- "two"
}

func main() {
	in := make(chan string)
	go give(in)
	quiet := 0
	for { // want warning stuck-when-run "nothing but its own clock"
		select {
		case s := <-in:
			fmt.Println(s)
		case <-time.After(time.Second):
			quiet++
			if quiet%5000 == 0 {
				fmt.Println("still here")
			}
		}
	}
}
