package main

import (
	"fmt"
	. "plugin" // want info forbidden-import "plugin cannot work"
)

func main() { fmt.Println(Open("x.so")) }
