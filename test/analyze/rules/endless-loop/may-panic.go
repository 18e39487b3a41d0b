package main

import "fmt"

func count(text string) (n int) {
	defer func() { recover() }()
	for { // want warning endless-loop "nothing leaves this loop"
		if text[n] == 'x' {
			fmt.Print("x")
		}
		n++
	}
}

func main() { fmt.Println(count("axb")) }
