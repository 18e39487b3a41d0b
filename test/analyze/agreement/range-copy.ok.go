// ends: ok
package main

import (
	"fmt"
)

type task struct{ done bool }

func pending(ts []task) int {
	n := 0
	for _, t := range ts {
		if !t.done {
			n++
		}
	}
	return n
}

func main() {
	ts := make([]task, 3)
	for pending(ts) > 0 {
		for i := range ts {
			ts[i].done = true
		}
	}
	fmt.Println("finished")
}
