package main

import "fmt"

func sum(values []int, from int) (total int) {
	for i := len(values) - 1; i >= 0; i++ { // want warning wrong-direction "leads away"
		total += values[i%len(values)]
	}
	for i := from; i < len(values); i -= 1 { // want warning wrong-direction "leads away"
		total++
	}
	for i := int32(0); i < 10; i-- { // want warning wrong-direction "leads away"
		total++
	}
	return total
}

func main() { fmt.Println(sum([]int{1}, 0)) }
