package main

var g *int

func boom() {
	defer func() { recover() }()
	*g = 0
	for { // want warning endless-loop "nothing leaves this loop"
	}
}

func main() { boom() }
