package main

import "fmt"

func spread(queue []int) {
	for len(queue) > 0 { // want warning growing-loop "queue grows in each iteration"
		n := queue[0]
		queue = queue[1:]
		queue = append(queue, n+1)
	}
}

func reset() {
	text := "ab"
	for i := 0; i < len(text); i++ { // want warning growing-loop "text grows in each iteration"
		text += "c"
		if len(text) > 1000 {
			text = text[900:]
			i = 0
		}
	}
}

func main() {
	spread([]int{1})
	reset()
	fmt.Println("done")
}
