package main

import (
	"fmt"
	. "plugin"
)

func main() { fmt.Println(Open("x.so")) } // want warning forbidden-import "cannot work"
