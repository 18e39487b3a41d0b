package main

import (
	"fmt"
	"os"
)

func main() {
	fmt.Println("three")
	os.Exit(3)
}
