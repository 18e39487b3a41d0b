package main

type budget struct{ spent, limit int }

func (b *budget) spend(n int) { b.spent += n }

func main() {
	b := budget{limit: 10}
	for b.spent < b.limit {
		b.spend(3)
	}
	println(b.spent)
}

type cursor struct {
	data []int
	at   int
}

func (c *cursor) self() *cursor { return c }

func step(c *cursor) { c.at++ }

func total(c cursor) int {
	sum := 0
	for c.at < len(c.data) {
		sum += c.data[c.at]
		step(&c)
	}
	return sum
}

// The method hands the pointer out, so that the loop may change it without naming it.
func kept(c cursor) {
	other := c.self()
	for c.at < 3 {
		other.at++
	}
}

func closure(c cursor) {
	next := func() { c.at++ }
	for c.at < 3 {
		next()
	}
}

func fill() int {
	var board [3]int
	part := board[:]
	for board[0] < 3 {
		part[0]++
	}
	return board[0]
}
