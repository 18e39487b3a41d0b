package main

import "fmt"

func main() {
	sum := 0
	for i := 10; i >= 0; i-- {
		sum += i
	}
	for b := byte(0); b < 255; b++ {
		sum++
	}
	for i := uint(3); i >= 0; i-- {
		if i == 0 {
			break
		}
	}
	for i := uint(3); i >= 0 && i < 10; i-- {
		sum++
	}
	for i := uint(0); i > 0; i-- {
		sum++
	}
	fmt.Println(sum)
}
