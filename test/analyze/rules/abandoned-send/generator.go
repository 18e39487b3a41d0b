package main

import "fmt"

func count() <-chan int {
	out := make(chan int)
	go func() {
		defer close(out)
		for i := 0; i < 100; i++ {
			out <- i // want warning abandoned-send "the receiver may leave its loop"
		}
	}()
	return out
}

func main() {
	for n := range count() {
		if n == 5 {
			break
		}
		fmt.Println(n)
	}
}
