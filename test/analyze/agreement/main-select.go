// ends: deadlock
package main

import (
	"fmt"
)

func serve() {
	fmt.Println("serving")
}

func main() {
	serve()
	select {}
}
