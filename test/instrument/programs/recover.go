package main

import (
	"errors"
	"fmt"
	"os"
	"runtime"
)

func dive(depth int) (result int, err error) {
	defer func() {
		if reason := recover(); reason != nil {
			err = fmt.Errorf("at %d: %v", depth, reason)
			result = depth
		}
	}()
	if depth == 0 {
		var empty []int
		return empty[depth], nil
	}
	for i := 0; i < 3; i++ {
		if depth%(i+2) == 0 {
			defer func() { result += i }()
		}
	}
	result, err = dive(depth - 1)
	if depth%5 == 0 {
		panic(errors.Join(err, errors.New("again")))
	}
	return result + 1, err
}

func deep(n int) int {
	var room [64]int
	room[n%64] = n
	if n == 0 {
		return 0
	}
	return deep(n-1) + room[n%64] - n + 1
}

func main() {
	fmt.Println(dive(23))
	fmt.Println(deep(1500))
	done := make(chan bool)
	go func() {
		defer close(done)
		defer fmt.Println("deferred at Goexit")
		runtime.Goexit()
	}()
	<-done
	var pointer *int
	defer func() {
		fmt.Println(recover())
		os.Exit(3)
	}()
	*pointer = 1
}
