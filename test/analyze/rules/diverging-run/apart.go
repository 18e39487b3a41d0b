package main

import "fmt"

type tank struct {
	level, rate int
	history     [8]int
}

func (t *tank) tick() {
	t.level -= t.rate
	t.history[t.level&7]++
}

func main() {
	t := &tank{level: 10, rate: 1}
	for t.level < 20 { // want error diverging-run "moves apart"
		t.tick()
	}
	fmt.Println(t.level)
}
