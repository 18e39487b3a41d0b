package main

import "fmt"

func main() {
	defer func() { fmt.Println(recover()) }()
	queue := make(chan int, 1<<40) // want warning huge-allocation "8.80 TB"
	queue <- 1
}
