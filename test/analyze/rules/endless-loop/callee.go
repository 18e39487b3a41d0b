package main

import "fmt"

type counter struct{ limit int }

func (c *counter) spin() {
	n := 0
	for { // want error endless-loop "nothing leaves this loop"
		n++
	}
}

func run(deep int) {
	var c counter
	for i := 0; i < 3; i++ {
		fmt.Println(i, deep)
		func() {
			c.spin()
		}()
	}
}

func main() {
	for _, n := range []int{1, 2} {
		run(n)
	}
}
