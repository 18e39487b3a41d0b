package main

import "fmt"

type list struct{ items []int }

func (l *list) Len() int  { return len(l.items) }
func (l *list) Add(v int) { l.items = append(l.items, v) }

func main() {
	l := &list{}
	l.Add(1)
	for i := 0; i < l.Len(); i++ { // want error diverging-run "moves apart"
		l.Add(i)
	}
	fmt.Println(l.Len())
}
