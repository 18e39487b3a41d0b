package main

import (
	"fmt"
	"sync"
	"time"
)

type job struct {
	done  bool
	steps int
}

func (j *job) run() {
	j.steps = 3
	j.done = true
}

func main() {
	j := &job{}
	go j.run()
	for !j.done { // want warning busy-wait "j.done is set by another goroutine"
	}
	ready, rounds := 0, 0
	go func() { ready++ }()
	for ready == 0 { // want warning busy-wait "ready is set by another goroutine"
		rounds++
	}
	for ready < 1 {
		time.Sleep(time.Millisecond)
	}
	var mu sync.Mutex
	for {
		mu.Lock()
		if j.done {
			break
		}
		mu.Unlock()
	}
	for n := 0; n < ready; n++ {
	}
	fmt.Println(rounds)
}
