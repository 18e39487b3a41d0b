package main

import "fmt"

func main() {
	for x := 0.0; x != 1.0; x += 0.25 {
		fmt.Println(x)
	}
	for x := 0.0; x < 1.0; x += 0.1 {
		fmt.Println(x)
	}
	for x := float32(3); x != 0; x-- {
		fmt.Println(x)
	}
	for x := 0.0; x != 1.0; x += 0.1 {
		if x > 2 {
			break
		}
	}
}
