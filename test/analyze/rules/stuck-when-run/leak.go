package main

import (
	"fmt"
	"sync"
	"time"
)

type bus struct {
	mu   sync.RWMutex
	subs map[string][]chan string
}

func (b *bus) subscribe(topic string) <-chan string {
	b.mu.Lock()
	defer b.mu.Unlock()
	c := make(chan string)
	b.subs[topic] = append(b.subs[topic], c)
	return c
}

func (b *bus) publish(topic, msg string) {
	b.mu.RLock()
	defer b.mu.RUnlock()
	for _, c := range b.subs[topic] {
		go func(c chan string) {
			c <- msg // want warning stuck-when-run "main has returned"
		}(c)
	}
}

func main() {
	b := &bus{subs: map[string][]chan string{}}
	in := b.subscribe("news")
	b.publish("news", "one")
	b.publish("news", "two")
	fmt.Println(len(<-in))
	time.Sleep(time.Millisecond)
}
