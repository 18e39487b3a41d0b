package main

import (
	"fmt"
	"net"
	"net/http"
)

func main() {
	l, err := net.Listen("tcp", "127.0.0.1:0") // want warning forbidden-import "net.Listen cannot work"
	fmt.Println(l != nil, err)
	response, err := http.Get("http://example.com") // want warning forbidden-import "net/http.Get cannot work"
	fmt.Println(response, err)
	client := &http.Client{} // want warning forbidden-import "net/http.Client cannot work"
	_ = client
}

type api struct {
	base string
	hc   *http.Server
}

func (a *api) serve() error {
	return a.hc.ListenAndServe() // want warning forbidden-import "net/http.Server.ListenAndServe cannot work"
}
