package main

import (
	"errors"
	"fmt"
	"os"
)

func serve(lines []string) error {
	in := make(chan string)
	go func() {
		defer close(in)
		for _, l := range lines {
			in <- l
		}
	}()
	defer func() {
		for range in {
		}
	}()
	for l := range in {
		if l == "stop" {
			return errors.New("stopped")
		}
		fmt.Println(l)
	}
	return nil
}

func main() { fmt.Println(serve(os.Args)) }
