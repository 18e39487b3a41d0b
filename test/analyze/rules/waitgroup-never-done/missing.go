package main

import (
	"fmt"
	"sync"
)

func main() {
	var all sync.WaitGroup
	for _, name := range []string{"a", "b"} {
		all.Add(1)
		go fmt.Println(name)
	}
	all.Wait() // want error waitgroup-never-done "nothing calls Done"
}
