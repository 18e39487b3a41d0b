package main

import (
	"fmt"
	"sync"
)

type action struct {
	once sync.Once
	deps []*action
	name string
}

func (a *action) exec() { a.once.Do(a.execOnce) }

func (a *action) execOnce() {
	for _, d := range a.deps {
		d.exec()
	}
	fmt.Println(a.name)
}

type lazy struct {
	once sync.Once
	base *lazy
	text string
}

func (l *lazy) get() string {
	l.once.Do(func() {
		if l.base != nil {
			l.text = l.base.get() + l.text
		}
	})
	return l.text
}

func all(roots []*action) {
	var exec func(a *action)
	exec = func(a *action) {
		act := a
		act.once.Do(func() {
			for _, d := range a.deps {
				exec(d)
			}
		})
	}
	for _, one := range roots {
		exec(one)
	}
}

func main() {
	all(nil)
	a := &action{name: "a"}
	b := &action{name: "b", deps: []*action{a}}
	b.exec()
	fmt.Println((&lazy{base: &lazy{text: "x"}, text: "y"}).get())
}
