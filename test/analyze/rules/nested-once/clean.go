package main

import (
	"fmt"
	"sync"
)

var (
	first, second sync.Once
	root          string
)

func base() string {
	first.Do(func() { root = "/srv" })
	return root
}

func logs() string {
	var path string
	second.Do(func() { path = base() + "/logs" })
	return path
}

func later() {
	first.Do(func() {
		go func() { fmt.Println(base()) }()
	})
}

func main() {
	later()
	fmt.Println(base(), base(), logs())
}
