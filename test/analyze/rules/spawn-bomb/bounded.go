package main

import "sync"

func split(n int, wg *sync.WaitGroup) {
	defer wg.Done()
	if n < 2 {
		return
	}
	wg.Add(2)
	go split(n/2, wg)
	go split(n-n/2, wg)
}

func main() {
	var wg sync.WaitGroup
	wg.Add(1)
	split(9, &wg)
	wg.Wait()
}
