package main

import "fmt"

func reachable(next map[int][]int) []int {
	queue := []int{0}
	seen := map[int]bool{0: true}
	for i := 0; i < len(queue); i++ {
		for _, n := range next[queue[i]] {
			if !seen[n] {
				seen[n] = true
				queue = append(queue, n)
			}
		}
	}
	return queue
}

func halve(queue []int) (steps int) {
	for len(queue) > 0 {
		n := queue[0]
		queue = queue[1:]
		if n > 1 {
			queue = append(queue, n/2)
		}
		steps++
	}
	return steps
}

func shrink(stack []int) {
	for len(stack) > 1 {
		stack = stack[:len(stack)-2]
		stack = append(stack, 1)
	}
}

func other(items []int) (copies []int) {
	for i := 0; i < len(items); i++ {
		copies = append(copies, items[i])
	}
	return copies
}

func limited() (items []int) {
	items = []int{1}
	for i := 0; i < len(items); i++ {
		items = append(items, i)
		if len(items) > 9 {
			break
		}
	}
	return items
}

func bounded(items []int) []int {
	for i, n := 0, len(items); i < n; i++ {
		items = append(items, items[i])
	}
	return items
}

func drop(items []int) {
	for i := 0; i < len(items); i++ {
		items = append(items[:i], items[i+1:]...)
	}
}

func main() {
	fmt.Println(reachable(map[int][]int{0: {1}}), halve([]int{8}), other([]int{1}), limited(), bounded([]int{1}))
	shrink([]int{1, 2, 3})
	drop([]int{1, 2})
}
