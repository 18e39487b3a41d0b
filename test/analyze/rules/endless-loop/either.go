package main

func ask(n int) string { return []string{"yes", "no"}[n%2] }

func main() {
	answer, tries := "", 0
	for answer != "yes" || answer != "no" { // want error diverging-run "comes back to the same state" want warning endless-loop "is always true"
		answer = ask(tries % 7)
		tries++
	}
}

func outside(n int) int {
	for n > 1 || n < 5 { // want warning endless-loop "is always true"
		n = (n * 7) & 15
	}
	return n
}

func inside(n int) int {
	for n < 1 || n > 5 {
		n = (n * 7) & 15
	}
	for n != 3 || tries() {
		n = (n + 1) & 15
	}
	return n
}

func tries() bool { return false }
