package main

import "fmt"

func main() {
	requests := make(chan int, 0)
	requests <- 4 // want error self-send "sending to requests"
	go func() {
		for r := range requests {
			fmt.Println(r)
		}
	}()
	close(requests)
}
