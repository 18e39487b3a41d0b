package main

import "fmt"

func main() {
	var finished chan bool
	go fmt.Println("work")
	<-finished // want error blocked-forever "receiving from finished never returns"
}
