package main

import (
	"context"
	"fmt"
	"sync"
	"time"
)

func give(out chan<- string) {
	out <- "one"
	out <- "two"
}

func beat(stop context.Context, every time.Duration, done *sync.WaitGroup) {
	defer done.Done()
	t := time.NewTicker(every)
	defer t.Stop()
	for {
		select {
		case <-t.C:
		case <-stop.Done():
			fmt.Println(context.Cause(stop))
			return
		}
	}
}

func main() {
	ctx, stop := context.WithCancelCause(context.Background())
	var done sync.WaitGroup
	done.Add(1)
	go beat(ctx, time.Millisecond, &done)
	in := make(chan string)
	go give(in)
	for quiet := 0; quiet < 3; {
		select {
		case s := <-in:
			fmt.Println(s)
		case <-time.After(time.Second):
			quiet++
		}
	}
	stop(fmt.Errorf("quiet"))
	done.Wait()
	go func() {
		for range 3 {
			time.Sleep(time.Second)
		}
	}()
}
