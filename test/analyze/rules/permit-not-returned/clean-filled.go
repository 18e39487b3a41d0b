package main

import (
	"fmt"
	"os"
)

func listen(names []string) func() {
	const most = 3
	permits := make(chan struct{}, most)
	for range most {
		permits <- struct{}{}
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		for _, name := range names {
			<-permits
			fmt.Println(name)
			permits <- struct{}{}
		}
	}()
	if len(names) == 0 {
		return func() { <-done }
	}
	return func() {
		for range most {
			<-permits
		}
	}
}

func main() { listen(os.Args)() }
