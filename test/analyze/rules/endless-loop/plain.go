package main

func main() {
	n := 0
	for { // want error endless-loop "nothing leaves this loop"
		n++
	}
}
