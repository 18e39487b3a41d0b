package main

import "fmt"

const (
	start = iota
	middle
	end
)

func main() {
	state := start
	for state != end { // want error no-progress "state = 0 comes again"
		switch state {
		case start:
			state = middle
		case middle:
			state = start
		}
	}
	fmt.Println(state)
}
