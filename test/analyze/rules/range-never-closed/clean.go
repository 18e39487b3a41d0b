package main

import (
	"fmt"
	"os"
)

func produce(out chan<- int) {
	defer close(out)
	for i := 0; i < 3; i++ {
		out <- i
	}
}

func first(in <-chan int) int {
	for n := range in {
		return n
	}
	return 0
}

func main() {
	numbers := make(chan int)
	go produce(numbers)
	for n := range numbers {
		fmt.Println(n)
	}
	one := make(chan int)
	go func() { one <- 1 }()
	fmt.Println(first(one))

	events := make(chan int)
	go func() {
		events <- 1
		os.Exit(0)
	}()
	for e := range events {
		fmt.Println(e)
	}
}
