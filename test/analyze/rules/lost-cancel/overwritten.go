package main

import "context"

func watch(ctx context.Context) { <-ctx.Done() }

func main() {
	var ctx context.Context
	var cancel context.CancelFunc
	for range 3 {
		ctx, cancel = context.WithCancel(context.Background()) // want warning lost-cancel "overwritten by the next one"
		go watch(ctx)
	}
	cancel()
	for range 3 {
		ctx, cancel = context.WithCancel(context.Background())
		go watch(ctx)
		cancel()
	}
}
