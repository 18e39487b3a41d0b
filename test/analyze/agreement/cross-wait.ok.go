// ends: ok
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
	<-ack
	req <- 1
}
