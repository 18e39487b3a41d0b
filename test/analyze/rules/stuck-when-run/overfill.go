package main

import "fmt"

func collect(words []string) []string {
	errs := make(chan string, 2)
	for _, w := range words {
		if len(w) < 3 {
			errs <- w // want warning stuck-when-run "this send never ends"
		}
	}
	close(errs)
	var bad []string
	for e := range errs {
		bad = append(bad, e)
	}
	return bad
}

func main() {
	fmt.Println(collect([]string{"a", "abc", "be", "de", "xyz"}))
}
