// ends: hang
package main

import (
	"fmt"
)

func run(in []byte) int {
	i := 0
	n := 0
idle:
	n++
	if i < len(in) && in[i] == 'x' {
		i++
	}
	goto busy
busy:
	n += 2
	goto idle
}

func main() {
	fmt.Println(run([]byte("xx")))
}
