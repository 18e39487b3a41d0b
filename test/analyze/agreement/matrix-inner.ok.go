// ends: ok
package main

import (
	"fmt"
)

func main() {
	const n = 4
	var m [n][n]int
	for row := 0; row < n; row++ {
		for col := 0; col < n; col++ {
			if row < n {
				m[row][col] = row * col
			}
		}
	}
	fmt.Println(m)
}
