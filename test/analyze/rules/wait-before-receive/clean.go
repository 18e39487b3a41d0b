package main

import (
	"fmt"
	"sync"
)

func main() {
	var wg sync.WaitGroup
	results := make(chan int)
	for i := 0; i < 4; i++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			results <- i
		}()
	}
	go func() {
		wg.Wait()
		close(results)
	}()
	for r := range results {
		fmt.Println(r)
	}

	var second sync.WaitGroup
	errs := make(chan error)
	second.Add(1)
	go func() {
		defer second.Done()
		errs <- nil
	}()
	fmt.Println(<-errs)
	second.Wait()

	var third sync.WaitGroup
	kept := make(chan int, 1)
	third.Add(1)
	go func() {
		kept <- 1
		third.Done()
	}()
	third.Wait()
	fmt.Println(<-kept)
}
