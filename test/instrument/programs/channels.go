package main

import (
	"fmt"
	"sync"
	"time"
)

func main() {
	jobs, results := make(chan int), make(chan int, 4)
	var wait sync.WaitGroup
	for worker := 0; worker < 5; worker++ {
		wait.Add(1)
		go func() {
			defer wait.Done()
			for job := range jobs {
				if job%7 == 0 {
					time.Sleep(time.Millisecond)
				}
				results <- job * job
			}
		}()
	}
	go func() {
		for job := 0; job < 500; job++ {
			jobs <- job
		}
		close(jobs)
		wait.Wait()
		close(results)
	}()
	sum := 0
	for {
		select {
		case result, ok := <-results:
			if !ok {
				fmt.Println("sum", sum)
				return
			}
			sum += result
		case <-time.After(time.Second):
			panic("too slow")
		}
	}
}
