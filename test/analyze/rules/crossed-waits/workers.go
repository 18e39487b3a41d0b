package main

import "fmt"

func main() {
	jobs, results := make(chan int), make(chan int)
	for range 3 {
		go func() {
			for j := range jobs {
				results <- j + 1
			}
		}()
	}
	for i := range 20 {
		jobs <- i // want warning crossed-waits "the results are taken only after this loop"
	}
	close(jobs)
	for range 20 {
		fmt.Println(<-results)
	}
}
