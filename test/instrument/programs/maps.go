package main

import (
	"fmt"
	"sort"
	"strings"
)

func main() {
	count := map[string]int{}
	for i := 0; i < 20000; i++ {
		count[fmt.Sprintf("key%d", i*i%977)] += i
	}
	keys := make([]string, 0, len(count))
	for key := range count {
		keys = append(keys, key)
	}
	sort.Slice(keys, func(i, j int) bool { return count[keys[i]] > count[keys[j]] })
	fmt.Println(len(keys), strings.Join(keys[:5], " "))
}
