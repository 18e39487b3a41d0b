package main

import "fmt"

type request struct {
	key   string
	reply chan int
}

func serve(reqs <-chan request) {
	data := map[string]int{"a": 1}
	for r := range reqs { // want warning stuck-when-run "this receive never ends"
		if v, ok := data[r.key]; ok {
			r.reply <- v
		}
	}
}

func lookup(reqs chan<- request, key string) int {
	r := request{key: key, reply: make(chan int)}
	reqs <- r
	return <-r.reply // want warning stuck-when-run "this receive never ends"
}

func main() {
	reqs := make(chan request)
	go serve(reqs)
	fmt.Println(lookup(reqs, "a"))
	fmt.Println(lookup(reqs, "b"))
	close(reqs)
}
