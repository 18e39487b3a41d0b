package main

import (
	"container/heap"
	"container/list"
	"container/ring"
	"fmt"
)

type task struct {
	name string
	rank int
	at   int
}

type queue []*task

func (q queue) Len() int           { return len(q) }
func (q queue) Less(i, j int) bool { return q[i].rank < q[j].rank }
func (q queue) Swap(i, j int) {
	q[i], q[j] = q[j], q[i]
	q[i].at, q[j].at = i, j
}
func (q *queue) Push(x any) {
	t := x.(*task)
	t.at = len(*q)
	*q = append(*q, t)
}
func (q *queue) Pop() any {
	old := *q
	last := old[len(old)-1]
	*q = old[:len(old)-1]
	return last
}

type ints []int

func (h ints) Len() int           { return len(h) }
func (h ints) Less(i, j int) bool { return h[i] < h[j] }
func (h ints) Swap(i, j int)      { h[i], h[j] = h[j], h[i] }
func (h *ints) Push(x any)        { *h = append(*h, x.(int)) }
func (h *ints) Pop() any {
	n := len(*h) - 1
	x := (*h)[n]
	*h = (*h)[:n]
	return x
}

func show(l *list.List) {
	for e := l.Front(); e != nil; e = e.Next() {
		fmt.Print(e.Value, " ")
	}
	fmt.Println(l.Len())
}

func main() {
	h := &ints{9, 4, 7, 1, 8, 2, 6}
	heap.Init(h)
	fmt.Println(*h)
	heap.Push(h, 3)
	(*h)[0] = 10
	heap.Fix(h, 0)
	fmt.Println(heap.Remove(h, 2), h.Len())
	fmt.Println(*h)
	for h.Len() > 0 {
		fmt.Print(heap.Pop(h), " ")
	}
	fmt.Println()
	q := &queue{}
	for i, name := range []string{"a", "b", "c", "d", "e", "f", "g"} {
		heap.Push(q, &task{name: name, rank: i % 3})
	}
	(*q)[3].rank = -1
	heap.Fix(q, 3)
	for q.Len() > 0 {
		t := heap.Pop(q).(*task)
		fmt.Print(t.name, t.rank, t.at, " ")
	}
	fmt.Println()
	l := list.New()
	b := l.PushBack("b")
	a := l.PushFront("a")
	l.InsertAfter("c", b)
	z := l.InsertBefore("z", a)
	show(l)
	l.MoveToFront(b)
	l.MoveToBack(z)
	l.MoveAfter(a, z)
	show(l)
	fmt.Println(l.Remove(b), b.Next() == nil, l.Front().Value, l.Back().Prev().Value)
	var zero list.List
	zero.PushBack(1)
	zero.PushBackList(l)
	zero.PushFrontList(&zero)
	show(&zero)
	r := ring.New(5)
	for i := 0; i < r.Len(); i++ {
		r.Value = i
		r = r.Next()
	}
	r.Do(func(x any) { fmt.Print(x, " ") })
	gone := r.Unlink(2)
	fmt.Println(r.Len(), gone.Len(), r.Move(2).Value, r.Prev().Value)
	r.Link(gone).Do(func(x any) { fmt.Print(x, " ") })
	fmt.Println()
}
