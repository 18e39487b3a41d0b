package main

import "fmt"

type point struct{ x, y int }
type line struct {
	from, to point
	marks    [3]int
}
type node struct {
	value       int
	left, right *node
}
type base struct{ count int }

func (b *base) add(n int) { b.count += n }
func (b base) double() int { return b.count * 2 }

type derived struct {
	base
	*node
	name string
}
type counter int

func (c *counter) inc()        { *c++ }
func (c counter) String() string { return fmt.Sprintf("<%d>", int(c)) }

func (n *node) insert(v int) *node {
	if n == nil {
		return &node{value: v}
	}
	if v < n.value {
		n.left = n.left.insert(v)
	} else {
		n.right = n.right.insert(v)
	}
	return n
}

func (n *node) walk(visit func(int)) {
	if n != nil {
		n.left.walk(visit)
		visit(n.value)
		n.right.walk(visit)
	}
}

func change(a [3]int, s []int, p *point, q point) {
	a[0], s[0], p.x, q.x = 100, 100, 100, 100
}

func main() {
	l := line{point{1, 2}, point{3, 4}, [3]int{7, 8, 9}}
	m := l
	m.from.x, m.marks[1] = 50, 60
	p := &l.to
	p.y = 70
	fmt.Println(l, m, *p, l == m, l.from == point{1, 2})
	a, s, o := [3]int{1, 2, 3}, []int{1, 2, 3}, point{}
	change(a, s, &o, o)
	fmt.Println(a, s, o)
	t := s[:2]
	t = append(t, 9)
	u := append(t, 10)
	u[0] = 5
	fmt.Println(s, t, u, len(u))
	grow := make([]int, 5, 8)
	last := -1
	for i := range 2000 {
		grow = append(grow, i)
		if cap(grow) != last {
			last = cap(grow)
			fmt.Print(last, " ")
		}
	}
	fmt.Println()
	var structs []point
	structs = append(structs, point{1, 1}, point{2, 2})
	first := &structs[0]
	structs[0], structs[1] = structs[1], structs[0]
	fmt.Println(*first, structs)
	for _, one := range structs {
		one.x = 99
	}
	for i := range structs {
		structs[i].y *= 10
	}
	fmt.Printf("%v %+v\n", structs, structs[0])
	d := derived{base: base{3}, node: &node{value: 4}, name: "d"}
	d.add(4)
	d.value++
	fmt.Println(d.count, d.double(), d.value, d.base.count, d.name)
	var c counter
	c.inc()
	f := c.inc
	f()
	g := (*counter).inc
	g(&c)
	fmt.Println(c, &c == nil)
	var root *node
	for _, v := range []int{5, 2, 8, 1, 9, 3} {
		root = root.insert(v)
	}
	sum := 0
	root.walk(func(v int) { sum = sum*10 + v })
	fmt.Println(sum)
	grid := [2][3]int{{1, 2, 3}, {4, 5, 6}}
	row := grid[1]
	row[0] = 40
	rows := grid[:]
	rows[0][2] = 30
	fmt.Println(grid, row, len(grid[0]))
	ages := map[string]int{"a": 1, "b": 2}
	ages["c"] += 3
	delete(ages, "a")
	v, ok := ages["a"]
	keyed := map[point][]string{{1, 2}: {"x"}}
	keyed[point{1, 2}] = append(keyed[point{1, 2}], "y")
	total := 0
	for _, n := range ages {
		total += n
	}
	fmt.Println(ages, v, ok, len(ages), keyed[point{1, 2}], total)
	array := [...]string{2: "two", 0: "zero"}
	copied := copy(s, []int{7, 8, 9, 10})
	fmt.Println(array, len(array), copied, s, copy(make([]byte, 3), "hello"))
	pp := &p
	(*pp).x = 11
	i := 3
	q := &i
	*q += 4
	fmt.Println(l.to.x, i, *q)
	clear(ages)
	fmt.Println(len(ages), s[len(s)-1:], s[1:1:2] == nil)
}
