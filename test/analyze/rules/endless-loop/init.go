package main

func init() {
	for { // want error endless-loop "nothing leaves this loop"
	}
}

func main() {}
