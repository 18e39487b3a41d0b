package main

import "fmt"

func main() {
	g := map[int][]int{1: {2}, 2: {3, 4}, 3: {1}, 4: {5}, 5: {1}}
	queue := []int{1}
	rounds := 0
	for i := 0; i < len(queue); i++ {
		queue = append(queue, g[queue[i]]...)
		rounds++
		if rounds == 300 {
			break
		}
	}
	fmt.Println(len(queue))
	hot := []int{1}
	for len(hot) > 0 {
		x := hot[0]
		hot = hot[1:]
		if x == 5 {
			break
		}
		hot = append(hot, g[x]...)
	}
	fmt.Println(len(hot))
}
