package main

type budget struct{ spent, limit int }

// spend changes its copy only.
func (b budget) spend(n int) { b.spent += n }

func (b *budget) isOver() bool { return b.spent >= b.limit }

func main() {
	b := budget{limit: 10}
	for b.spent < b.limit { // want error diverging-run "comes back to the same state"
		b.spend(3)
	}
	println(b.isOver())
}

type cursor struct {
	data []int
	at   int
}

func moved(c cursor) cursor {
	c.at++
	return c
}

func total(c cursor) int {
	sum := 0
	for c.at < len(c.data) { // want warning invariant-condition "nothing in the loop assigns c"
		sum += c.data[c.at]
		moved(c)
	}
	return sum
}

func bump(board [3]int, at int) { board[at]++ }

func fill() int {
	var board [3]int
	turn := 0
	for board[0] < 3 { // want warning invariant-condition "nothing in the loop assigns board"
		bump(board, turn%3)
		turn++
	}
	return turn
}
