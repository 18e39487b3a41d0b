// ends: hang
package main

import (
	"fmt"
)

func main() {
	results := make(chan int, 4)
	var got []int
	for len(got) < 2 {
		select {
		case v := <-results:
			got = append(got, v)
		default:
		}
	}
	fmt.Println(got)
}
