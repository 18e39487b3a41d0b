package main

import (
	"fmt"
	"os"
	"time"
)

func report() {
	for range time.Tick(time.Minute) {
		fmt.Println("still here")
	}
}

func main() {
	go report()
	left := 3
	for now := range time.Tick(time.Second) {
		fmt.Println(now)
		if left--; left == 0 {
			break
		}
	}
	for range time.Tick(time.Second) {
		if left++; left > 3 {
			os.Exit(0)
		}
	}
	for range time.Tick(time.Second) { // want warning endless-loop "time.Tick goes on for ever"
		fmt.Println("tick")
	}
}
