package main

import "fmt"

func main() {
	log := make(chan string, 2)
	for range 3 {
		log <- "x" // want error self-send "sending to log waits for this goroutine itself"
	}
	fmt.Println(len(log), <-log)
}
