package main

import "fmt"

func main() {
	queue := []int{1}
	for len(queue) > 0 { // want error growing-bound "len(queue) > 0 stays true"
		first := queue[0]
		queue = queue[1:]
		if first%2 == 0 {
			queue = append(queue, first/2)
		} else {
			queue = append(queue, first+1, first-1)
		}
	}
	fmt.Println("done")
}
