package main

import (
	"fmt"
	"iter"
	"slices"
	"strings"
)

func cycle(words ...string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for {
			for _, w := range words {
				if !yield(w) {
					return
				}
			}
		}
	}
}

func upper(seq iter.Seq[string]) iter.Seq[string] {
	return func(yield func(string) bool) {
		for w := range seq {
			if !yield(strings.ToUpper(w)) {
				return
			}
		}
	}
}

func main() {
	for w := range upper(cycle("b")) {
		if w == "B" {
			break
		}
	}
	var all []string
	for w := range upper(cycle("a", "b")) { // want error diverging-run "same state"
		if w == "C" {
			break
		}
	}
	fmt.Println(len(all))
}
