// ends: ok
package main

import (
	"fmt"
)

type grid struct{ cells [12]int }

func (g *grid) stripe() {
	at := 1
	for at != 11 {
		g.cells[(at%12+12)%12]++
		at += 2
	}
}

func main() {
	var g grid
	g.stripe()
	fmt.Println(g.cells)
}
