package main

import (
	"fmt"
	"os"
	"sync"
)

func main() {
	var wg sync.WaitGroup
	failures := make(chan string)
	for _, name := range os.Args {
		wg.Add(1)
		go func() {
			defer wg.Done()
			if name == "" {
				failures <- "empty"
			}
		}()
	}
	wg.Wait() // want warning wait-before-receive "Wait comes before the other side of failures"
	close(failures)
	for f := range failures {
		fmt.Println(f)
	}
}
