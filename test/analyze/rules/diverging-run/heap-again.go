package main

import (
	"container/heap"
	"fmt"
)

type ints []int

func (h ints) Len() int           { return len(h) }
func (h ints) Less(i, j int) bool { return h[i] < h[j] }
func (h ints) Swap(i, j int)      { h[i], h[j] = h[j], h[i] }
func (h *ints) Push(x any)        { *h = append(*h, x.(int)) }
func (h *ints) Pop() any {
	o := *h
	x := o[len(o)-1]
	*h = o[:len(o)-1]
	return x
}

func main() {
	h := &ints{5, 2, 8}
	heap.Init(h)
	for h.Len() > 0 { // want error diverging-run "same state"
		x := heap.Pop(h).(int)
		if x%2 == 0 {
			heap.Push(h, x)
			continue
		}
		fmt.Println(x)
	}
}
