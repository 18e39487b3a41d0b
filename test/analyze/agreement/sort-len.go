// ends: stack-overflow
package main

import (
	"fmt"
	"sort"
)

type byAge []int

func (b byAge) Len() int           { return b.Len() }
func (b byAge) Less(i, j int) bool { return b[i] < b[j] }
func (b byAge) Swap(i, j int)      { b[i], b[j] = b[j], b[i] }

func main() {
	x := byAge{3, 1}
	sort.Sort(x)
	fmt.Println(x)
}
