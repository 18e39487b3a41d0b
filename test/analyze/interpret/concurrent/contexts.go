package main

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"sync"
	"time"
)

type key struct{}

func main() {
	root, stop := context.WithCancelCause(context.WithValue(context.Background(), key{}, "v"))
	child, end := context.WithTimeout(root, time.Hour)
	defer end()
	loose := context.WithoutCancel(child)
	done := make(chan string)
	context.AfterFunc(child, func() { done <- "after" })
	keep := context.AfterFunc(child, func() { done <- "never" })
	fmt.Println(keep(), keep())
	stop(errors.New("why"))
	fmt.Println(<-done, child.Err(), context.Cause(child), loose.Err(), loose.Value(key{}), loose.Done() == nil)
	stop(errors.New("too late"))
	fmt.Println(context.Cause(root), context.Cause(loose))

	short, end2 := context.WithTimeoutCause(context.Background(), time.Millisecond, errors.New("slow"))
	defer end2()
	<-short.Done()
	fmt.Println(short.Err(), context.Cause(short), errors.Is(short.Err(), context.DeadlineExceeded))

	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		defer wg.Done()
		defer func() { fmt.Println("recover:", recover()) }()
		runtime.Goexit()
	}()
	wg.Wait()

	t := time.NewTimer(time.Millisecond)
	<-t.C
	fmt.Println(t.Stop(), t.Reset(time.Hour), t.Stop())
	ticker := time.NewTicker(time.Millisecond)
	for range 3 {
		<-ticker.C
	}
	ticker.Stop()
	select {
	case <-ticker.C:
		fmt.Println("tick")
	case <-time.After(5 * time.Millisecond):
		fmt.Println("silent")
	}
}
