package main

import "fmt"

type queue struct{ items chan int }

func (q *queue) put(n int) {
	q.items <- n // want error self-send "sending to q.items"
}

func (q *queue) take() int { return <-q.items }

func main() {
	q := &queue{items: make(chan int)}
	q.put(1)
	fmt.Println(q.take())
}
