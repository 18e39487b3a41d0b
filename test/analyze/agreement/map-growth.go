// ends: oom
package main

import (
	"strconv"
)

func main() {
	cache := map[string][]byte{}
	for n := 0; ; n++ {
		cache["k"+strconv.Itoa(n)] = make([]byte, 4096)
	}
}
