package main

import "fmt"

const forever = 1 < 2

func mix(x uint32) uint32 { return x*1664525 + 1013904223 }

func main() {
	x := uint32(1)
	for forever { // want error endless-loop "nothing leaves this loop"
		x = mix(x)
	}
	fmt.Println(x)
}
