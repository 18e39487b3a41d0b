package main

import "fmt"

func main() {
	pipe := make(chan string)
	pipe <- "x" // want error self-send "sending to pipe waits for this goroutine itself"
	fmt.Println(<-pipe)
}
