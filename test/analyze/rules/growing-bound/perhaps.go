package main

import (
	"fmt"
	"os"
)

func all(names []string, show func(string)) {
	for i := 0; i < len(names); i++ { // want warning growing-bound "names grows in every round"
		names = append(names, names[i])
	}
	var text string = os.Args[0]
	for i := 0; i < len(text); i++ { // want warning growing-bound "text grows in every round"
		text += "."
	}
}

func main() {
	all(os.Args, func(s string) { fmt.Println(s) })
}
