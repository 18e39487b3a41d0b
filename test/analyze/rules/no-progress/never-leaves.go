package main

import "fmt"

func main() {
	a, b := uint8(200), uint8(100)
	for { // want error no-progress "this loop repeats itself"
		a, b = b, a+b&3
		if a == 77 {
			break
		}
	}
	fmt.Println(a)
}

func elsewhere() {
	y := 1.5
	for y > 1 { // want warning no-progress "y = 1.5 comes again after 2 rounds"
		y = 4.5 - y
		for _, c := range "abc" {
			fmt.Print(c, y)
		}
	}
}
