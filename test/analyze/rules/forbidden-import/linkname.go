package main

import (
	"fmt"
	_ "unsafe"
)

// want-below warning forbidden-import "go:linkname reaches into runtime.nanotime"
//go:linkname nanotime runtime.nanotime
func nanotime() int64

func main() { fmt.Println(nanotime() > 0) }
