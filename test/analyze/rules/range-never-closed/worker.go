package main

import "fmt"

func main() {
	lines := make(chan string)
	go func() {
		for line := range lines { // want warning range-never-closed "nothing closes lines"
			fmt.Println(line)
		}
	}()
	lines <- "a"
	lines <- "b"
}
