package main

import "fmt"

func main() {
	n := 0
	for i := 1; i < 100; i *= 2 {
		n++
	}
	for i := 100; i > 0; i /= 2 {
		n++
	}
	for i := uint8(1); i != 0; i <<= 1 {
		n++
	}
	fmt.Println(n)
}
