package main

import (
	"context"
	"fmt"
)

func ask(ctx context.Context, question string) (string, error) {
	answers := make(chan string)
	go func() {
		answers <- "re: " + question // want warning abandoned-send "ask may return without receiving"
	}()
	select {
	case <-ctx.Done():
		return "", ctx.Err()
	case a := <-answers:
		return a, nil
	}
}

func main() { fmt.Println(ask(context.Background(), "why")) }
