package main

import (
	"fmt"
	"os"
	"strings"
)

type list []int

func main() {
	n := 1 << 10
	if len(os.Args) > 1 {
		n = 1 << 40
	}
	fmt.Println(len(make([]byte, n)), len(make(list, 1<<10)), len(strings.Repeat("", 1<<40)))
	fmt.Println(len(make([]struct{}, 1<<40)), cap(make(chan int, 16)), new([16]int)[1])
	var matrix [64][64]float64
	fmt.Println(matrix[1][1])
}
