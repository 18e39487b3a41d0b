package main

import "fmt"

var words = []string{"go", "stop.", "end"}

// The way round on which no word ends with a full stop is not taken: the program was run, and it is always the same.
func main() {
	seen := 0
	for {
		stop := false
		for _, word := range words {
			if word[len(word)-1] == '.' {
				stop = true
				break
			}
			seen++
		}
		if stop {
			break
		}
	}
	fmt.Println(seen, count(words))
}

// Somebody may call it with words that do not.
func count(words []string) int {
	seen := 0
	for { // want warning stuck-loop "without changing anything"
		stop := false
		for _, word := range words {
			if word[len(word)-1] == '.' {
				stop = true
				break
			}
			seen++
		}
		if stop {
			return seen
		}
	}
}
