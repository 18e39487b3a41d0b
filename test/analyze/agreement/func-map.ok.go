// ends: ok
package main

import (
	"fmt"
)

var handlers map[string]func(int) int

func init() {
	handlers = map[string]func(int) int{"ping": ping, "pong": pong}
}

func ping(n int) int {
	return handlers["pong"](n + 1)
}

func pong(n int) int {
	if n > 10 {
		return n
	}
	return handlers["ping"](n + 1)
}

func main() {
	fmt.Println(handlers["ping"](0))
}
