package main

import "fmt"

func main() {
	sum := 0
	for i := 0; i < 10; i++ {
		for j := 0; j < 10; i++ { // want error invariant-condition "assigns j"
			sum += j
		}
	}
	fmt.Println(sum)
}
