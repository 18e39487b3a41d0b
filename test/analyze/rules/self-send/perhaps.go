package main

import (
	"fmt"
	"os"
)

func both(n int) {
	c := make(chan int)
	if n > 2 {
		c <- n // want warning self-send "sending to c"
	}
	fmt.Println(<-c)
}

func main() {
	if len(os.Args) > 9 {
		both(len(os.Args))
	}
}
