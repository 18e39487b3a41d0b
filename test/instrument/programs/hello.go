package main

import (
	"fmt"
	"os"
)

func main() {
	fmt.Printf("%-10s|%5d|%8.3f|%v\n", "hello", 42, 3.14159, []string{"a", "b"})
	fmt.Println(len(os.Args), os.Getenv("NAME") == "")
}
