package main

import (
	"fmt"
	"os"
	"sync"
)

func skips(names []string) {
	var wg sync.WaitGroup
	for _, name := range names {
		wg.Add(1)
		go func() {
			if name == "" {
				return
			}
			fmt.Println(name)
			wg.Done()
		}()
	}
	wg.Wait() // want warning waitgroup-never-done "returns without Done"
}

func late(names []string) {
	var wg sync.WaitGroup
	for _, name := range names {
		go func() {
			wg.Add(1) // want warning waitgroup-never-done "Add runs in the goroutine itself"
			defer wg.Done()
			fmt.Println(name)
		}()
	}
	wg.Wait()
}

func itself() {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		defer wg.Done()
		wg.Wait() // want warning waitgroup-never-done "only when it returns"
	}()
}

func main() {
	skips(os.Args)
	late(os.Args)
	itself()
}
