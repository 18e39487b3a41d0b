package main

import (
	"fmt"
)

func quote(cell string) string {
	for i := 0; i < len(cell); i++ { // want error diverging-run "moves apart"
		if cell[i] == '"' {
			cell = cell[:i] + `""` + cell[i+1:]
		}
	}
	return `"` + cell + `"`
}

func main() {
	fmt.Println(quote("plain"))
	fmt.Println(quote(`5" disk`))
}
