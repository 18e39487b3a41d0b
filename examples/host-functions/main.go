// Asks the program that runs it for a greeting, through a function that is not of WASI.
package main

import (
	"fmt"
	"os"
	"syscall"
	"unsafe"
)

//go:wasmimport greetings greet
//go:noescape
func greet(name string, buffer unsafe.Pointer, capacity uint32, length unsafe.Pointer) uint32

func main() {
	buffer := make([]byte, 64)
	var length uint32
	errno := greet("Go", unsafe.Pointer(&buffer[0]), uint32(len(buffer)), unsafe.Pointer(&length))
	if errno != 0 {
		fmt.Println("no greeting:", syscall.Errno(errno))
		os.Exit(1)
	}
	fmt.Println(string(buffer[:length]))

	// A pointer outside the memory costs this program an errno and the host nothing.
	outside := greet("Go", unsafe.Pointer(uintptr(0xfffffff0)), 64, unsafe.Pointer(&length))
	fmt.Println(syscall.Errno(outside))
}
