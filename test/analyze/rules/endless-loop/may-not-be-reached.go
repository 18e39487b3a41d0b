package main

import (
	"fmt"
	"os"
)

func spin() {
	for { // want warning endless-loop "nothing leaves this loop"
	}
}

func main() {
	if len(os.Args) > 5 {
		spin()
	}
	fmt.Println("done")
}
