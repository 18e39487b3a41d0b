package main

import "fmt"

func main() {
	a, b := make(chan int), make(chan int)
	go func() {
		n := <-a
		b <- n + 1
	}()
	a <- 1
	fmt.Println(<-b)

	jobs, results := make(chan int), make(chan int)
	for range 3 {
		go func() {
			for j := range jobs {
				results <- j + 1
			}
		}()
	}
	go func() {
		for i := range 20 {
			jobs <- i
		}
		close(jobs)
	}()
	for range 20 {
		fmt.Println(<-results)
	}

	few, done := make(chan int, 2), make(chan int)
	for range 2 {
		go func() {
			for j := range few {
				done <- j
			}
		}()
	}
	for i := range 4 {
		few <- i
	}
	close(few)
	for range 4 {
		fmt.Println(<-done)
	}
}
