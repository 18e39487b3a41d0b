package main

import "fmt"

func report() { fmt.Println("report") }

func main() {
	go report()
	select {} // want error blocked-forever "select without cases waits for ever"
}
