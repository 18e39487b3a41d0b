// ends: ok
package main

import (
	"fmt"
)

type budget struct{ spent, limit int }

func (b *budget) Spend(n int) {
	b.spent += n
}

func (b *budget) Over() bool { return b.spent >= b.limit }

func main() {
	b := budget{limit: 10}
	for b.spent < b.limit {
		b.Spend(3)
	}
	fmt.Println(b.spent, b.Over())
}
