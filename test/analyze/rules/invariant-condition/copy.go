package main

func step(i int) { i++; _ = i }

func main() {
	i := 0
	for i < 10 { // want error invariant-condition "assigns i"
		step(i)
	}
}
