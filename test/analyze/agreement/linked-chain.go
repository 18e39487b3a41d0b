// ends: oom
package main

type cell struct {
	data [128]int
	next *cell
}

func main() {
	var head *cell
	for {
		head = &cell{next: head}
		head.data[0] = 1
	}
}
