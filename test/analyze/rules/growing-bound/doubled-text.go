package main

import "fmt"

func fill(pattern string) string {
	buf := pattern
	for buf != "" { // want warning growing-bound "grows"
		buf += buf
	}
	return buf
}

func main() { fmt.Println(len(fill("ab"))) }
