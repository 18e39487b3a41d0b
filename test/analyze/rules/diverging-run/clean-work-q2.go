package main

import "fmt"

type item struct {
	name string
	tries int
}

func main() {
	queue := []item{{"a", 0}, {"b", 0}}
	done := 0
	budget := 60
	for len(queue) > 0 {
		it := queue[0]
		queue = queue[1:]
		if it.tries < 50 {
			it.tries++
			queue = append(queue, it)
			continue
		}
		if budget > 0 {
			budget--
			queue = append(queue, it)
			continue
		}
		done++
	}
	fmt.Println(done)
}
