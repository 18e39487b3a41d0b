package main

import "fmt"

func main() {
	text := "a b c"
	at, words := 0, 0
	for at < len(text) { // want error no-progress "this loop repeats itself: at = 1 comes again after 1 round"
		if text[at] == ' ' {
			continue
		}
		words++
		at++
	}
	fmt.Println(words)
}
