package main

var running = true

func main() {
	n := 0
	for running { // want error invariant-condition "assigns running"
		n++
	}
}
