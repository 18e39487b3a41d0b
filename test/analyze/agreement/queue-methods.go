// ends: oom
package main

import (
	"fmt"
)

type queue struct{ items []int }

func (q *queue) push(v int) { q.items = append(q.items, v) }
func (q *queue) size() int   { return len(q.items) }

func main() {
	q := &queue{}
	q.push(1)
	for i := 0; i < q.size(); i++ {
		q.push(q.items[i] * 2)
	}
	fmt.Println(q.size())
}
