package main

import "fmt"

type task struct {
	done chan struct{}
	f    func() int
	n    int
}

func (t *task) start() *task {
	t.done = make(chan struct{})
	go func() {
		t.n = t.f()
		if t.n > 0 {
			close(t.done)
		}
	}()
	return t
}

func (t *task) result() int {
	<-t.done // want warning stuck-when-run "this receive never ends when the program runs"
	return t.n
}

func main() {
	a := (&task{f: func() int { return 3 }}).start()
	b := (&task{f: func() int { return -3 }}).start()
	fmt.Println(a.result() + b.result())
}
