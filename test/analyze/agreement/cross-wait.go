// ends: deadlock
package main

import (
	"fmt"
)

func main() {
	req := make(chan int)
	ack := make(chan bool)
	go func() {
		ack <- true
		fmt.Println(<-req)
	}()
	req <- 1
	<-ack
}
