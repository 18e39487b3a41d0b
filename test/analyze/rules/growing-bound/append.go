package main

import "fmt"

func main() {
	names := []string{"a", "b"}
	for i := 0; i < len(names); i++ { // want error growing-bound "names grows in every round"
		if len(names[i]) > 3 {
			names = append(names, "c", "d")
			continue
		}
		names = append(names, names[i]+"x")
	}
	fmt.Println(len(names))
}
