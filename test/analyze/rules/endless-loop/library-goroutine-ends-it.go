package main

import "os"

var quit = os.Exit

func main() {
	go os.Exit(0)
	for { // want warning endless-loop "nothing leaves this loop"
	}
}
