package main

import "fmt"

func main() {
	log := make(chan string, 3)
	for i := range 9 {
		if i%3 == 0 {
			log <- "x"
		}
	}
	fmt.Println(<-log)
	log <- "y"
	ring := make(chan int, 1)
	for i := range 3 {
		ring <- i
		fmt.Println(<-ring)
	}
	read := make(chan int, 1)
	go func() {
		for r := range read {
			fmt.Println(r)
		}
	}()
	read <- 1
	read <- 2
	close(read)
}
