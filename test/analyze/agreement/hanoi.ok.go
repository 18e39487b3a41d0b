// ends: ok
package main

import (
	"fmt"
)

func hanoi(n int, from, to, via string) int {
	if n == 0 {
		return 0
	}
	return hanoi(n-1, from, via, to) + 1 + hanoi(n-1, via, to, from)
}

func main() {
	fmt.Println(hanoi(3, "a", "b", "c"))
}
