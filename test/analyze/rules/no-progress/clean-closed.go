package main

import "fmt"

func find(values []int, wanted int) int {
	low, high := 0, len(values)
	for low < high {
		middle := (low + high) / 2
		if values[middle] < wanted {
			low = middle + 1
		} else {
			high = middle
		}
	}
	return low
}

// The elements are sorted in place: what they are is not known.
func stuck(values []int, wanted int) int {
	low, high := 0, len(values)-1
	for low < high {
		middle := low + (high-low)/2
		if values[middle] > wanted {
			high = middle
		} else {
			low = middle
		}
		values[low]++
	}
	return low
}

func collatz(n int) int {
	rounds := 0
	for n != 1 {
		if n%2 == 0 {
			n /= 2
		} else {
			n = 3*n + 1
		}
		rounds++
	}
	return rounds
}

func divided(n int) (err error) {
	defer func() { recover() }()
	for i := 3; i > -1; {
		n = 10 / i
		if i > 0 {
			i--
		}
	}
	return nil
}

func shared() {
	i := 0
	back := func() { i++ }
	for i < 3 {
		if i == 1 {
			back()
			continue
		}
		i++
	}
}

func pointed() {
	i := 0
	p := &i
	for i < 3 {
		*p++
		if i == 1 {
			continue
		}
		i++
	}
}

func asked(next func() bool) {
	i := 0
	for i < 3 {
		if next() {
			continue
		}
		i++
	}
}

func main() {
	text := "a b c"
	at := 0
	for at < len(text) {
		if text[at] == ' ' {
			at += 2
			continue
		}
		at++
	}
	data := []int{4, 3, 2, 1}
	fmt.Println(find([]int{1, 3, 5, 7}, 4), stuck(data, 9), collatz(27), divided(3), at)
	shared()
	pointed()
	asked(nil)
}

// ends: with a panic
