package main

import (
	"fmt"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/signal"
	"syscall"
)

type exec struct{}

func (exec) Command(name string) string { return name }

func main() {
	var exec exec
	fmt.Println(exec.Command("id"), net.ParseIP("10.0.0.1"), http.StatusText(404), url.PathEscape("/"))
	fmt.Println(syscall.EINVAL, os.Getpid())
	signal.Stop(nil)
	// go:linkname a b with a space before it is only a comment
	fmt.Println("//go:linkname a b")
}
