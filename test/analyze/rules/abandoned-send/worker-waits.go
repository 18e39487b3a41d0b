package main

import (
	"errors"
	"fmt"
)

func run(n int) error {
	stop := make(chan struct{})
	go func() {
		<-stop // want warning abandoned-send "run may return without sending"
		fmt.Println("stopped")
	}()
	if n > 3 {
		return errors.New("large")
	}
	close(stop)
	return nil
}

func main() { fmt.Println(run(1)) }
