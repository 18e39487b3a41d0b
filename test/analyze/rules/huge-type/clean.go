package main

import "fmt"

type huge [1 << 40]byte

type small struct {
	view  *huge
	items [16]int
}

var (
	one   small
	empty [1 << 40]struct{}
	many  []huge
	_     [1 << 40]byte
	fits  [1 << 20]byte
)

func main() {
	fmt.Println(one.view == nil, len(empty), len(many), fits[1])
}
