package main

import (
	"bytes"
	"fmt"
)

func main() {
	for _, pair := range [][2]string{{"a,b,c", ","}, {"a man a plan", "a "}, {" xyz ", ""}, {"", "x"}, {"", ""}, {"héé", ""}, {"q", ""}} {
		parts := bytes.Split([]byte(pair[0]), []byte(pair[1]))
		fmt.Print(len(parts))
		for _, p := range parts {
			fmt.Print(" [", string(p), "]")
		}
		fmt.Println()
	}
}
