package main

import "fmt"

type list struct{ items []int }

func (l *list) Len() int  { return len(l.items) }
func (l *list) Add(v int) { l.items = append(l.items, v) }
func (l *list) Odd() int  { return l.Len() % 2 }

func main() {
	l := &list{}
	l.Add(1)
	for i := 0; i < l.Len(); i++ {
		if l.Len() < 50 {
			l.Add(i)
		}
	}
	n := 0
	for l.Odd() == 0 || l.Len() < 90 {
		l.Add(n)
		n++
	}
	fmt.Println(l.Len(), n)
}
