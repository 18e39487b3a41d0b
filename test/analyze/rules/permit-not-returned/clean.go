package main

import "sync"

func each(words []string, visit func(string)) {
	permits := make(chan struct{}, 4)
	for _, w := range words {
		permits <- struct{}{}
		go func() {
			defer func() { <-permits }()
			visit(w)
		}()
	}
	for range cap(permits) {
		permits <- struct{}{}
	}
}

func guarded(permits chan struct{}, n int) int {
	permits <- struct{}{}
	if n < 0 {
		<-permits
		return 0
	}
	n *= 2
	<-permits
	return n
}

func main() {
	var wg sync.WaitGroup
	wg.Add(2)
	each([]string{"a", "b"}, func(string) { wg.Done() })
	wg.Wait()
	println(guarded(make(chan struct{}, 1), 2))
}
