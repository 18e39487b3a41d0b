package demo

func follow(end, at *int) int {
	n := 0
	for at != end {
		at = end
		n++
	}
	return n
}
