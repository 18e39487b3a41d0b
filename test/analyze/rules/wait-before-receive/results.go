package main

import (
	"fmt"
	"sync"
)

func main() {
	var wg sync.WaitGroup
	squares := make(chan int)
	for i := 0; i < 4; i++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			squares <- i * i
		}()
	}
	wg.Wait() // want error wait-before-receive "Wait comes before the other side of squares"
	close(squares)
	for s := range squares {
		fmt.Println(s)
	}
}
