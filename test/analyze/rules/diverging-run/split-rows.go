package main

import "fmt"

func wrap(lines []string, width int) []string {
	for i := 0; i < len(lines); i++ { // want error diverging-run "moves apart"
		if len(lines[i]) > width || lines[i] == "" {
			rest := append([]string{""}, lines[i+1:]...)
			lines = append(lines[:i+1], rest...)
		}
	}
	return lines
}

func main() {
	fmt.Println(wrap([]string{"a long line", "b"}, 4))
}
