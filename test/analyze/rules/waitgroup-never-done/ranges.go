package main

import "sync"

func never() {
	jobs := make(chan int)
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		defer wg.Done()
		for j := range jobs { // want warning range-never-closed "nothing closes jobs"
			println(j)
		}
	}()
	jobs <- 1
	wg.Wait() // want warning waitgroup-never-done "nothing closes it"
}

func late() {
	jobs := make(chan int)
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		defer wg.Done()
		for j := range jobs {
			println(j)
		}
	}()
	jobs <- 1
	wg.Wait() // want warning waitgroup-never-done "that comes after Wait"
	close(jobs)
}

func right() {
	jobs := make(chan int)
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		defer wg.Done()
		for j := range jobs {
			println(j)
		}
	}()
	jobs <- 1
	close(jobs)
	wg.Wait()
}

func main() {
	never()
	late()
	right()
}
