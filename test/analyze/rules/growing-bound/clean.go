package main

import "fmt"

func main() {
	numbers := []int{1}
	for i := 0; i < len(numbers); i++ {
		if numbers[i] < 50 {
			numbers = append(numbers, numbers[i]*2)
		}
	}
	queue := []int{9}
	for len(queue) > 0 {
		last := queue[len(queue)-1]
		queue = queue[:len(queue)-1]
		if last > 0 {
			queue = append(queue, last-1, last-2)
		}
	}
	for i := 0; i < len(numbers); i += 2 {
		numbers = append(numbers, 1)
	}
	for i := 0; i < len(numbers); i++ {
		numbers = append(numbers, i)
		if len(numbers) > 100 {
			break
		}
	}
	for i := 0; i < len(numbers); i++ {
		for j := 0; j < numbers[i]; j++ {
			numbers = append(numbers, 0)
		}
	}
	parts := [][]int{nil, {1}}
	for i := 0; i < len(parts); i++ {
		numbers = append(numbers, parts[i]...)
	}
	for i := 0; i < len(numbers); i++ {
		numbers = append(numbers[:i], numbers[i+1:]...)
	}
	for i, end := 0, 10; i < end; i++ {
		if i == 3 {
			end++
		}
	}
	for len(queue) != 0 {
		queue = append(queue[1:], parts[0]...)
	}
	fmt.Println(len(numbers), len(queue))
}
