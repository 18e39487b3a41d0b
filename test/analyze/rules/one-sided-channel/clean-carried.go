package main

import (
	"context"
	"fmt"
)

type key int

func withProgress(ctx context.Context) (context.Context, chan int) {
	ch := make(chan int)
	return context.WithValue(ctx, key(1), ch), ch
}

func download(ctx context.Context) {
	ch, ok := ctx.Value(key(1)).(chan int)
	for done := 0; done < 100 && ok; done += 25 {
		ch <- done
	}
}

func main() {
	ctx, progress := withProgress(context.Background())
	go download(ctx)
	for p := range progress {
		fmt.Println(p)
		if p >= 75 {
			break
		}
	}
}
