package main

import "errors"

type result struct {
	n   int
	err error
}

func part(i int) result {
	if i == 1 {
		return result{err: errors.New("bad")}
	}
	return result{n: i}
}

func sum(n int) (int, error) {
	results := make(chan result)
	for i := 0; i < n; i++ {
		go func() {
			results <- part(i) // want warning abandoned-send "may leave its loop"
		}()
	}
	total := 0
	for i := 0; i < n; i++ {
		r := <-results
		if r.err != nil {
			return 0, r.err
		}
		total += r.n
	}
	return total, nil
}

func main() {
	_, err := sum(3)
	println(err != nil)
}
