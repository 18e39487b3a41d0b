// Greetings come from the program that runs this one, through a function that is not of WASI.
//
// Try: npx sandglass build examples/host-functions/main.go -o /tmp/greet.wasm
// then: node examples/host-functions/run.mjs /tmp/greet.wasm
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

	// A buffer that ends outside the memory costs this program an errno and the host nothing.
	outside := greet("Go", unsafe.Pointer(&buffer[0]), 0xfffffff0, unsafe.Pointer(&length))
	fmt.Println(syscall.Errno(outside))
}
