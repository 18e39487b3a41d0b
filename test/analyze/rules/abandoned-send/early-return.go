package main

import (
	"errors"
	"fmt"
)

func prepare(n int) error {
	if n > 2 {
		return errors.New("large")
	}
	return nil
}

func compute(n int) (int, error) {
	result := make(chan int)
	go slow(n, result)
	if err := prepare(n); err != nil {
		return 0, err
	}
	return <-result, nil
}

func slow(n int, out chan<- int) {
	out <- n * n // want warning abandoned-send "compute may return without receiving"
}

func main() { fmt.Println(compute(3)) }
