package main

import (
	"fmt"
	"os"
)

type base struct{ name string }

func (b *base) Name() string { return b.name }

type conf struct{ base }

func (c *conf) Name() string { return "conf:" + c.base.Name() }

type named interface{ Name() string }

type wrapper struct{ inner named }

func (w wrapper) Name() string { return w.inner.Name() }

func fact(n int) int {
	if n <= 1 {
		return 1
	}
	return n * fact(n-1)
}

func exits(n int) {
	if n == 0 {
		os.Exit(0)
	}
	exits(n - 1)
}

func panics(n int) {
	if n == 0 {
		panic("zero")
	}
	panics(n - 1)
}

func short(n int) bool { return n == 0 || short(n-1) }

func walk(n int) {
	for i := 0; i < n; i++ {
		walk(i)
	}
}

func cases(n int) int {
	switch {
	case n > 10:
		return cases(n - 1)
	case n > 5:
		return cases(n - 2)
	}
	return n
}

func later() func() {
	return func() { later()() }
}

func shadow(n int) int {
	shadow := func(n int) int { return n }
	return shadow(n)
}

func main() {
	fmt.Println((&conf{base{"x"}}).Name(), wrapper{&base{"y"}}.Name(), fact(5), short(3), cases(20), shadow(1))
	walk(2)
	later()
	panics(1)
	exits(3)
}

// ends: with a panic
