package main

import (
	"fmt"
	"os"
	"sync"
)

func main() {
	var wg sync.WaitGroup
	for _, name := range os.Args {
		if name != "" {
			wg.Add(1)
		}
		go func() {
			fmt.Println(name)
			if name != "" {
				wg.Done()
			}
		}()
	}
	wg.Wait()
}
