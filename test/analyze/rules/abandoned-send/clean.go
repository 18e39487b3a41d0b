package main

import (
	"errors"
	"fmt"
	"time"
)

func buffered() int {
	c := make(chan int, 1)
	go func() { c <- 1 }()
	select {
	case v := <-c:
		return v
	case <-time.After(time.Millisecond):
		return 0
	}
}

func either(n int) (int, error) {
	values, errs := make(chan int), make(chan error)
	go func() {
		if n < 0 {
			errs <- errors.New("negative")
			return
		}
		values <- n
	}()
	select {
	case v := <-values:
		return v, nil
	case err := <-errs:
		return 0, err
	}
}

func selecting(done chan struct{}) int {
	c := make(chan int)
	go func() {
		select {
		case c <- 1:
		case <-done:
		}
	}()
	select {
	case v := <-c:
		return v
	case <-done:
		return 0
	}
}

func all(names []string) (total int) {
	sizes := make(chan int)
	for _, name := range names {
		go func() { sizes <- len(name) }()
	}
	for range names {
		total += <-sizes
	}
	return total
}

func two() int {
	c := make(chan int)
	for i := 0; i < 2; i++ {
		go func() { c <- i }()
	}
	return <-c + <-c
}

func counted(names []string) int {
	c := make(chan int)
	for _, name := range names {
		go func() { c <- len(name) }()
	}
	seen := 0
	for {
		<-c
		if seen++; seen == len(names) {
			return seen
		}
	}
}

func drained() error {
	c := make(chan error)
	go func() {
		defer close(c)
		for range 3 {
			c <- nil
		}
	}()
	for err := range c {
		if err != nil {
			for range c {
			}
			return err
		}
	}
	return nil
}

func deferred(fail bool) error {
	stop := make(chan struct{})
	defer close(stop)
	go func() {
		<-stop
		fmt.Println("stopped")
	}()
	if fail {
		return errors.New("failed")
	}
	return nil
}

func limited(names []string) {
	slots := make(chan bool, 2)
	for _, name := range names {
		slots <- true
		go func() {
			fmt.Println(name)
			<-slots
		}()
	}
	for range cap(slots) {
		slots <- true
	}
}

func main() {
	fmt.Println(buffered(), two(), all([]string{"a"}), counted([]string{"a", "b"}))
	fmt.Println(either(1))
	fmt.Println(selecting(make(chan struct{})), drained(), deferred(true))
	limited([]string{"a", "b", "c"})
}
