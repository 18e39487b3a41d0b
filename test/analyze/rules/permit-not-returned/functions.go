package main

import (
	"errors"
	"time"
)

type limiter chan struct{}

func (l limiter) acquire() {
	l <- struct{}{} // want warning permit-not-returned "resize does not give the permit back"
}

func (l limiter) release() { <-l }

func resize(l limiter, width int) error {
	l.acquire()
	if width <= 0 {
		return errors.New("bad width")
	}
	l.release()
	return nil
}

func crop(l limiter, width int) error {
	l.acquire()
	defer l.release()
	if width <= 0 {
		return errors.New("bad width")
	}
	return nil
}

func main() {
	l := make(limiter, 2)
	for _, w := range []int{0, 1, 2} {
		go func() { _ = resize(l, w) }()
		go func() { _ = crop(l, w) }()
	}
	time.Sleep(time.Millisecond)
}
