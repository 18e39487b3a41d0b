package main

import "fmt"

var left = 3

func global(n int) int {
	if left == 0 {
		return n
	}
	left--
	return global(n)
}

func assigned(n int) int {
	if n <= 1 {
		return 1
	}
	n--
	return n * assigned(n)
}

type list struct{ next *list }

func (l *list) length(n int) int {
	if l == nil {
		return n
	}
	return l.next.length(n)
}

func (l *list) pop(n int) int {
	if l.next == nil {
		return n
	}
	l.next = l.next.next
	return l.pop(n)
}

func base(n int) int {
	if n < 5 {
		return 0
	}
	return base(n)
}

func asked(n int, more func() bool) int {
	if n > 0 && more() {
		return asked(n, more)
	}
	return n
}

func gcd(a, b int) int {
	if b == 0 {
		return a
	}
	return gcd(b, a%b)
}

func filled(s []int) int {
	if s[0] > 0 {
		return s[0]
	}
	s[0]++
	return filled(s)
}

func main() {
	l := &list{}
	fmt.Println(global(1), assigned(4), l.length(0), l.pop(1), base(4), gcd(12, 18), filled([]int{0}))
	fmt.Println(asked(1, func() bool { return false }))
}
