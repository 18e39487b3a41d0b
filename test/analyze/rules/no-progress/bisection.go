package main

import "fmt"

func position(values []int, wanted int) int {
	low, high := 0, len(values)-1
	for low < high { // want error no-progress "this loop repeats itself"
		middle := low + (high-low)/2
		if values[middle] > wanted {
			high = middle
		} else {
			low = middle
		}
	}
	return low
}

func main() {
	values := []int{2, 4, 8, 16}
	fmt.Println(position(values, 16))
}
