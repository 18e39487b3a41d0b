package main

const step = 4 - 2*2

func main() {
	n := 0
	for i := 0; i < 10; i += step { // want error wrong-direction "changes nothing"
		n++
	}
}
