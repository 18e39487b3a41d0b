package main

import "fmt"

type node interface{ accept(v visitor) }

type visitor interface{ visit(n node) }

type number struct{ value int }

func (n *number) accept(v visitor) {
	v.visit(n) // want warning mutual-recursion "number.accept, summer.visit call one another"
}

type summer struct{ total int }

func (s *summer) visit(n node) {
	if one, ok := n.(*number); ok {
		s.total += one.value
	}
	n.accept(s)
}

type shape interface{ area() float64 }

type square struct{ side float64 }

func (s square) area() float64 { return s.side * s.side }

type scaled struct {
	shape
	by float64
}

func (s scaled) area() float64 { return s.by * s.shape.area() }

func main() {
	var v visitor
	if v != nil {
		(&number{1}).accept(v)
	}
	fmt.Println(scaled{square{2}, 3}.area())
}
