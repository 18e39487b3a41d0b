package main

import (
	"fmt"
	"strings"
	"time"
)

func lower(a []string, key string) int {
	lo, hi := 0, len(a)
	for lo < hi {
		mid := (lo + hi) / 2
		if a[mid] < key {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo
}

func between(a []string, key string) int {
	lo, hi := 0, len(a)
	for hi-lo > 1 {
		mid := (lo + hi) / 2
		if a[mid] < key {
			lo = mid
		} else {
			hi = mid
		}
	}
	return lo
}

// The case that is left out is none: all three orders are there.
func merge(a, b []string) (merged []string) {
	i, j := 0, 0
	for i < len(a) && j < len(b) {
		switch strings.Compare(a[i], b[j]) {
		case -1:
			merged = append(merged, a[i])
			i++
		case 1:
			merged = append(merged, b[j])
			j++
		case 0:
			merged = append(merged, a[i])
			i, j = i+1, j+1
		}
	}
	return merged
}

func orders(a, b []int) (common int) {
	i, j := 0, 0
	for i < len(a) && j < len(b) {
		if a[i] < b[j] {
			i++
		}
		if i < len(a) && a[i] > b[j] {
			j++
		}
		if i < len(a) && j < len(b) && a[i] == b[j] {
			common++
			i++
		}
	}
	return common
}

func gcd(a, b int) int {
	for a != b {
		if a > b {
			a -= b
		} else {
			b -= a
		}
	}
	return a
}

type counter struct{ left int }

func (c *counter) use() { c.left-- }

func uses(c counter) (count int) {
	use := c.use
	for c.left > 0 {
		use()
		count++
	}
	return count
}

type task struct{ done bool }

func open(tasks []task) (count int) {
	for _, one := range tasks {
		if !one.done {
			count++
		}
	}
	return count
}

func work(tasks []task) {
	for open(tasks) > 0 {
		for i := range tasks {
			tasks[i].done = true
		}
	}
}

func days(from, to time.Time) (count int) {
	for from.Before(to) {
		from = from.AddDate(0, 0, 1)
		count++
	}
	return count
}

func repeated[T any](value T) func(func(T) bool) {
	return func(yield func(T) bool) {
		for {
			if !yield(value) {
				return
			}
		}
	}
}

func prime(n int) bool {
	for d := 2; d*d <= n; d++ {
		if n%d == 0 {
			return false
		}
	}
	return n > 1
}

func nextPrime(n int) int {
	found := false
	for !found {
		n++
		if prime(n) {
			found = true
		}
	}
	return n
}

func main() {
	fmt.Println(lower(nil, ""), between(nil, ""), merge(nil, nil), orders(nil, nil), gcd(4, 6), uses(counter{2}))
	work(make([]task, 3))
	fmt.Println(days(time.Time{}, time.Time{}), nextPrime(14))
	for value := range repeated(1) {
		fmt.Println(value)
		break
	}
}
