// ends: ok
package main

import (
	"fmt"
)

type dir struct {
	name string
	subs []*dir
}

func walk(d *dir, depth int) int {
	if depth > 20 {
		return 0
	}
	n := 1
	for _, s := range d.subs {
		n += walk(s, depth+1)
	}
	return n
}

func main() {
	root := &dir{name: "/"}
	root.subs = []*dir{root}
	fmt.Println(walk(root, 0))
}
