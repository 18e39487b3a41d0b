// ends: stack-overflow
package main

import (
	"fmt"
	"io"
)

type app struct{ name string }

func (a *app) open() error {
	if a.name == "" {
		a.name = "app"
	}
	return a.load()
}

func (a *app) load() error {
	return a.migrate(1)
}

func (a *app) migrate(v int) error {
	fmt.Fprintln(io.Discard, v)
	return a.open()
}

func main() {
	fmt.Println((&app{}).open())
}
