// ends: hang
package main

import (
	"fmt"
)

func firstBig(rows [][]int) {
	count := 0
retry:
	for {
		for _, r := range rows {
			for _, v := range r {
				if v > 100 {
					count++
					continue retry
				}
			}
		}
		count--
	}
}

func main() {
	firstBig([][]int{{1, 2}, {300}})
	fmt.Println("done")
}
