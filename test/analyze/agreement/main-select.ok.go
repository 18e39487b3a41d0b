// ends: ok
package main

import (
	"fmt"
)

func serve() {
	fmt.Println("serving")
}

func main() {
	serve()

}
