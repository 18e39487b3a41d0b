package main

import "fmt"

const step = -2

func main() {
	n := 0
	for i := 10; i > 0; i += step {
		n++
	}
	for i := 0; i != 8; i += 2 {
		n++
	}
	for i := uint8(10); i <= 10; i-- {
		n++
	}
	for i := uint(9); i < 10; i-- {
		n++
	}
	for i := 9; i < 10; i-- {
		if i < 0 {
			break
		}
	}
	for i := 0; i < 10; i-- {
		i += 2
	}
	for i := 10; i != 3; i-- {
		n++
	}
	for i, j := 0, 10; i < j; j-- {
		n++
	}
	for i := int8(1); i > 0; i++ {
		n++
	}
	for b := byte(0); b < 255; b++ {
		n++
	}
	for i := 10; i < 10; i-- {
		n++
	}
	fmt.Println(n)
}
