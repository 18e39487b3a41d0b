package main

import "fmt"

func lower(a []string, key string) int {
	lo, hi := 0, len(a)
	for lo < hi { // want warning stuck-loop "as with lo = 1, hi = 2"
		mid := (lo + hi) / 2
		if a[mid] < key {
			lo = mid
		} else {
			hi = mid
		}
	}
	return lo
}

type span struct{ from, to int }

func (s *span) narrow(fits func(int) bool) int {
	for s.from <= s.to { // want warning stuck-loop "as with s.to = 1, s.from = 1"
		mid := s.from + (s.to-s.from)/2
		if fits(mid) {
			s.to = mid
		} else {
			s.from = mid + 1
		}
	}
	return s.from
}

func shares(coins int) (rounds int) {
	for coins > 0 { // want warning stuck-loop "as with coins = 1"
		given := coins / 2
		coins -= given
		rounds++
	}
	return rounds
}

func main() {
	fmt.Println(lower(nil, ""), (&span{1, 0}).narrow(nil), shares(0))
}
