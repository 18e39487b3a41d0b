package main

import "fmt"

type conf struct{ name string }

func (c *conf) Name() string {
	return c.Name() // want error self-recursion "conf.Name calls itself on every path"
}

func main() { fmt.Println((&conf{"x"}).Name()) }
