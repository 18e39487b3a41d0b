package main

import (
	"fmt"
	"sync/atomic"
)

type list struct {
	items []int
	open  bool
}

func (l *list) pop()       { l.items = l.items[1:] }
func (l list) empty() bool { return len(l.items) == 0 }

type level int

func (l *level) raise() { *l++ }

func bump(p *int) { *p++ }

var stopped bool

func stop() { stopped = true }

func byPointer(n int) {
	for i := 0; i < n; {
		bump(&i)
	}
}

func byClosure() (n int) {
	done := false
	finish := func() { done = true }
	for n = 1; !done; n *= 3 {
		if n > 1000 {
			finish()
		}
	}
	return n
}

func byMethod(l list) {
	for !l.empty() {
		l.pop()
	}
	for len(l.items) > 0 {
		l.pop()
	}
	var height level
	for height < 3 {
		height.raise()
	}
}

func byGoroutine() {
	done := false
	go func() { done = true }()
	for !done { // want warning busy-wait "set by another goroutine"
	}
}

func byChannel(events chan int) {
	for len(events) > 0 {
		<-events
	}
}

func byMap(seen map[int]bool) {
	for len(seen) < 3 {
		seen[len(seen)] = true
	}
}

func byPackageVariable() {
	for !stopped {
		stop()
	}
}

func byBreak(n int) {
	i := 0
	for i < n { // want warning stuck-loop "nothing in this loop changes what i < n reads"
		if n > 5 {
			break
		}
	}
	for i < n {
		fmt.Println(i)
		i++
	}
}

func byElement(flags []bool) {
	for flags[0] {
		flags[0] = false
	}
}

func byExit(n int) {
	for n > 0 {
		panic(n)
	}
}

func neverEntered() {
	for n := 0; n > 5; {
	}
}

func main() {
	var ready atomic.Bool
	go func() { ready.Store(true) }()
	for !ready.Load() {
	}
	byPointer(1)
	byClosure()
	byMethod(list{})
	byGoroutine()
	byChannel(nil)
	byMap(map[int]bool{})
	byPackageVariable()
	byBreak(6)
	byElement([]bool{true})
	byExit(0)
	neverEntered()
}

type core struct{ steps int }

func (c *core) step() { c.steps++ }

type shared struct{ *core }

func byEmbeddedPointer() {
	one := shared{&core{}}
	other := one
	for one.steps < 3 {
		other.step()
	}
}

func (l *level) higher() { *l++ }

func byMethodValue() {
	var height struct{ level level }
	raise := height.level.higher
	for height.level < 3 {
		raise()
	}
}

// A loop that only looks keeps the one thread of wasip1 from running what it waits for.
// ends: only with two threads
