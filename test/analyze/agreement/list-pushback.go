// ends: hang
package main

import (
	"container/list"
	"fmt"
)

func main() {
	l := list.New()
	l.PushBack(1)
	for e := l.Front(); e != nil; e = e.Next() {
		l.PushBack(e.Value.(int) + 1)
	}
	fmt.Println(l.Len())
}
