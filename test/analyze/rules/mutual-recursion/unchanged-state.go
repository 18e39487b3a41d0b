package main

import "fmt"

type config struct {
	name  string
	debug bool
}

var cached *config

func get() *config {
	if cached == nil {
		cached = load() // want warning mutual-recursion "call each other again before either has changed"
	}
	return cached
}

func load() *config {
	c := &config{name: "app"}
	if get().debug {
		c.name += "-debug"
	}
	return c
}

var table map[string]int

func lookUp(name string) int {
	if table == nil {
		fill()
	}
	return table[name]
}

// Here the table is there before it is asked.
func fill() {
	table = map[string]int{"a": 1}
	table["b"] = lookUp("a") + 1
}

func main() {
	fmt.Println(lookUp("b"), len(fmt.Sprint(get)))
}
