package main

import "fmt"

func work() { fmt.Println("work") }

func main() {
	done := make(chan struct{})
	go work()
	<-done // want error one-sided-channel "nothing sends to it or closes it"
}
