package main

import "fmt"

func main() {
	s := "ab"
	for i := 0; i < len(s); i++ { // want error growing-bound "grows"
		s += string(s[i])
	}
	fmt.Println(len(s))
}
