package main

import "fmt"

func main() {
	go func() {
		fmt.Println("idle")
		select {} // want warning blocked-forever "select without cases"
	}()
	fmt.Println("done")
}
