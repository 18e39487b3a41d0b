package main

import "fmt"

func worker() {
	n := 0
	for { // want warning endless-loop "nothing leaves this loop"
		n++
	}
}

func main() {
	go worker()
	go func() {
		for { // want warning endless-loop "nothing leaves this loop"
		}
	}()
	fmt.Println("the program ends with main")
}
