// ends: deadlock
package main

import (
	"fmt"
)

func main() {
	ids := make(chan int, 2)
	for i := 0; i < 3; i++ {
		ids <- i
	}
	close(ids)
	for id := range ids {
		fmt.Println(id)
	}
}
