package main

import "fmt"

type source struct {
	in, quit chan int
	left     int
}

func (s *source) drain() int {
	sum := 0
	for s.left > 0 { // want warning stuck-when-run "a channel that is closed"
		select {
		case v := <-s.in:
			sum += v
			s.left--
		case <-s.quit:
		}
	}
	return sum
}

func main() {
	s := &source{in: make(chan int, 1), quit: make(chan int), left: 2}
	s.in <- 3
	close(s.quit)
	fmt.Println(s.drain())
}
