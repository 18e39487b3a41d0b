// ends: ok
package main

import (
	"context"
	"fmt"
	"time"
)

func slow(ctx context.Context, out chan<- int) {
	select {
	case <-ctx.Done():
	case out <- 1:
	}
}

func main() {
	ctx, cancel := context.WithTimeout(context.Background(), time.Hour)
	out := make(chan int)
	go slow(ctx, out)
	time.Sleep(time.Millisecond)
	cancel()
	fmt.Println("done")
}
