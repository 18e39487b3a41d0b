package main

import "fmt"

func main() {
	m := map[string][]string{"a": {"b", "c"}, "b": {"a"}, "c": {"a"}}
	queue := []string{"a"}
	seen := 0
	for len(queue) > 0 { // want error diverging-run "never gets empty"
		cur := queue[0]
		queue = queue[1:]
		seen++
		for _, n := range m[cur] {
			queue = append(queue, n)
		}
	}
	fmt.Println(seen)
}
