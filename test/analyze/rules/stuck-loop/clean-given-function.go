package main

import "fmt"

type ring struct{ names []string }

func (r *ring) each(yield func(string) bool) {
	if len(r.names) == 0 {
		return
	}
	for {
		for _, name := range r.names {
			if !yield(name) {
				return
			}
		}
	}
}

func main() {
	r := &ring{[]string{"a", "b"}}
	left := 5
	r.each(func(string) bool {
		left--
		return left > 0
	})
	fmt.Println(left)
}
