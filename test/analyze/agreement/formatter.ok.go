// ends: ok
package main

import (
	"fmt"
)

type money int64

func (m money) Format(f fmt.State, verb rune) {
	fmt.Fprintf(f, "$%v", int64(m))
}

func main() {
	fmt.Printf("%v\n", money(3))
}
