package main

import "fmt"

func main() {
	questions, answers := make(chan string), make(chan string)
	go func() {
		answers <- "fine"
		fmt.Println(<-questions)
	}()
	questions <- "how?" // want error crossed-waits "sending to questions and sending to answers wait for each other"
	fmt.Println(<-answers)
}
