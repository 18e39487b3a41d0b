// ends: ok
package main

import (
	"fmt"
)

func lookup(m map[string]int, keys []string) int {
	found := false
	i := 0
	v := 0
	for !found {
		k := keys[i%len(keys)]
		if x, ok := m[k]; ok {
			found = true
			v = x
			_ = found
		}
		i++
	}
	return v
}

func main() {
	fmt.Println(lookup(map[string]int{"b": 2}, []string{"a", "b"}))
}
