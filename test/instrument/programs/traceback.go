package main

import (
	"fmt"
	"runtime"
)

type state struct{ depth int }

//go:noinline
func (s *state) fall(left int) {
	if left == 0 {
		var m map[string]int
		m["x"] = s.depth
	}
	s.depth++
	s.fall(left - 1)
}

func main() {
	_, file, line, _ := runtime.Caller(0)
	pc, _, _, _ := runtime.Caller(0)
	fmt.Println(file, line, runtime.FuncForPC(pc).Name())
	func() {
		defer func() { fmt.Println("recovered:", recover()) }()
		(&state{}).fall(2)
	}()
	for i := range 1000 {
		_ = make([]byte, i*100)
	}
	runtime.GC()
	(&state{}).fall(3)
}
