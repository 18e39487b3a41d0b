package main

import "container/list"

type item struct {
	v    int
	next *item
}

func main() {
	l := list.New()
	l.PushBack(1)
	for e := l.Front(); e != nil; e = e.Next() { // want warning growing-bound "ahead of e"
		l.PushBack(2)
	}
	for e := l.Front(); e != nil; e = e.Next() {
		if e.Value == 1 {
			l.PushBack(2)
		}
	}
	head := &item{v: 1}
	for p := head; p != nil; p = p.next { // want warning growing-bound "ahead of p"
		p.next = &item{v: p.v + 1, next: p.next}
	}
	for p := head; p != nil; p = p.next.next {
		p.next = &item{v: p.v + 1, next: p.next}
	}
	for p := head; p != nil; p = p.next {
		if p.v == 1 {
			p.next = &item{v: p.v + 1, next: p.next}
		}
	}
}
