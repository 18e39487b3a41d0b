package main

import (
	. "os/exec"
	"unsafe"
)

func main() {
	secret := [2]int{1, 2}
	p := unsafe.Pointer(&secret[0]) // want warning forbidden-import "unsafe.Pointer is not safe"
	println(p != nil, unsafe.Sizeof(secret))
	Command("id").Run() // want warning forbidden-import "os/exec.Command cannot work"
}
