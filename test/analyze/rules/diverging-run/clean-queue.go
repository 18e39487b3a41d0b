package main

type task struct{ tries int }

func main() {
	queue := []task{{0}, {1}}
	for len(queue) > 0 {
		t := queue[0]
		queue = queue[1:]
		t.tries++
		if t.tries < 5 {
			queue = append(queue, t)
		}
	}
}
