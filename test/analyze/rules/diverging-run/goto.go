package main

import "fmt"

func words(text string) (count int) {
	at := 0
next: // want error diverging-run "comes back to the same state"
	for at < len(text) && text[at] == ' ' {
		at++
	}
	if at == 0 && count < 0 {
		return count
	}
	count++
	for at < len(text) && text[at] != ' ' {
		at++
	}
	goto next
}

func main() { fmt.Println(words("a few words")) }
