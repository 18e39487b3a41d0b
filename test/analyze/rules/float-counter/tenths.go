package main

import "fmt"

func main() {
	for x := 0.0; x != 1.0; x += 0.1 { // want error float-counter "x is rounded in every step"
		fmt.Println(x)
	}
}
