package main

import (
	"errors"
	"fmt"
	"os"
)

type shape interface {
	area() int
	name() string
}
type square struct{ side int }
type circle struct{ r int }

func (s square) area() int     { return s.side * s.side }
func (s square) name() string  { return "square" }
func (c *circle) area() int    { return 3 * c.r * c.r }
func (c *circle) name() string { return "circle" }

type problem struct{ code int }

func (p *problem) Error() string { return fmt.Sprint("problem ", p.code) }

var errBase = errors.New("base")
var order = initial() + other
var other = 10

func initial() int { return other * 2 }

func init() { order++ }

func risky(n int) (result int, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("recovered: %v", r)
			result = -1
		}
	}()
	list := []int{1, 2, 3}
	if n == 10 {
		panic("ten")
	}
	if n == 11 {
		var p *problem
		return p.code, nil
	}
	return list[n] / (n - 1), nil
}

func classify(v any) string {
	switch x := v.(type) {
	case nil:
		return "nil"
	case int, int64:
		return fmt.Sprintf("whole %v", x)
	case string:
		return "text " + x
	case error:
		return "error " + x.Error()
	case shape:
		return x.name()
	case []int:
		return fmt.Sprint("list ", len(x))
	case func() int:
		return fmt.Sprint("function ", x())
	default:
		return "other"
	}
}

func sum[T int | float64](list ...T) (total T) {
	for _, one := range list {
		total += one
	}
	return total
}

func apply[A, B any](list []A, change func(A) B) []B {
	var result []B
	for _, one := range list {
		result = append(result, change(one))
	}
	return result
}

type pair[K comparable, V any] struct {
	key   K
	value V
}

func (p pair[K, V]) swap() pair[K, V] { return pair[K, V]{p.key, p.value} }

type stack[T any] struct{ items []T }

func (s *stack[T]) push(v T) { s.items = append(s.items, v) }
func (s *stack[T]) pop() (T, bool) {
	var zero T
	if len(s.items) == 0 {
		return zero, false
	}
	last := s.items[len(s.items)-1]
	s.items = s.items[:len(s.items)-1]
	return last, true
}

func deferred() (out string) {
	for i := range 3 {
		defer func() { out += fmt.Sprint(i) }()
	}
	return "r"
}

func jump(n int) int {
	i := 0
again:
	i += n
	if i < 20 {
		goto again
	}
	return i
}

func main() {
	fmt.Println(order, other)
	shapes := []shape{square{3}, &circle{2}}
	for i, s := range shapes {
		fmt.Println(i, s.name(), s.area(), classify(s))
	}
	for _, n := range []int{0, 1, 2, 3, 10, 11} {
		r, err := risky(n)
		fmt.Println(n, r, err)
	}
	for _, v := range []any{nil, 1, int64(2), "x", &problem{3}, []int{1}, func() int { return 7 }, 2.5} {
		fmt.Println(classify(v))
	}
	wrapped := fmt.Errorf("outer: %w", errBase)
	fmt.Println(wrapped, errors.Is(wrapped, errBase), errors.Unwrap(wrapped) == errBase, errors.Is(errBase, wrapped))
	fmt.Println(sum(1, 2, 3), sum(0.5, 0.25), apply([]int{1, 2}, func(n int) string { return fmt.Sprint(n * 2) }))
	fmt.Println(pair[string, int]{"k", 1}.swap(), deferred(), jump(7))
	s := &stack[string]{}
	s.push("a")
	s.push("b")
	one, ok := s.pop()
	fmt.Println(one, ok, len(s.items))
	var funcs []func() int
	for i := 0; i < 3; i++ {
		funcs = append(funcs, func() int { i *= 10; return i })
	}
	for _, f := range funcs {
		fmt.Print(f(), f(), " ")
	}
	fmt.Println()
outer:
	for i := 0; ; i++ {
		for j := range 5 {
			switch {
			case i*j == 6:
				fmt.Println("found", i, j)
				break outer
			case j > i:
				continue outer
			}
		}
	}
	switch n := 2; n {
	case 1:
		fmt.Println("one")
	case 2:
		fmt.Println("two")
		fallthrough
	case 3:
		fmt.Println("three")
	default:
		fmt.Println("default")
	}
	var sh shape
	_, isSquare := sh.(square)
	fmt.Println(sh == nil, isSquare, shapes[0] == shape(square{3}), any(1) == any(1.0))
	f := shapes[1].area
	shapes[1].(*circle).r = 10
	fmt.Println(f())
	defer fmt.Println("not printed")
	os.Exit(0)
}
