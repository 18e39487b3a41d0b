package main

import "fmt"

func main() {
	n := 0
	for f := float32(0); f < 20000000; f++ { // want error diverging-run "stops"
		n++
	}
	fmt.Println(n)
}
