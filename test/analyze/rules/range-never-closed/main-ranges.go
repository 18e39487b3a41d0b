package main

import "fmt"

func produce(out chan<- int) {
	for i := 0; i < 3; i++ {
		out <- i
	}
}

func main() {
	numbers := make(chan int)
	go produce(numbers)
	sum := 0
	for n := range numbers { // want error range-never-closed "nothing closes numbers"
		sum += n
	}
	fmt.Println(sum)
}
