// ends: stack-overflow
package main

import (
	"fmt"
)

type money int64

func (m money) Format(f fmt.State, verb rune) {
	fmt.Fprintf(f, "$%v", m)
}

func main() {
	fmt.Printf("%v\n", money(3))
}
