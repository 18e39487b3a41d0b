/** Package slices. Sort, Contains and Index are not here: they are run without steps of their own. */
export const SLICES = `package slices

import (
	"cmp"
	"internal/run"
	"iter"
	"slices"
)

func Insert[S ~[]E, E any](s S, at int, more ...E) S {
	_ = s[at:]
	count, length := len(more), len(s)
	if count == 0 {
		return s
	}
	if at == length {
		return append(s, more...)
	}
	if length+count > cap(s) {
		grown := append(s[:at:at], make(S, length+count-at)...)
		copy(grown[at:], more)
		copy(grown[at+count:], s[at:])
		return grown
	}
	own := append(S(nil), more...)
	s = s[:length+count]
	copy(s[at+count:], s[at:])
	copy(s[at:], own)
	return s
}

func Delete[S ~[]E, E any](s S, from, to int) S {
	_ = s[from:to:len(s)]
	if from == to {
		return s
	}
	before := len(s)
	s = append(s[:from], s[to:]...)
	clear(s[len(s):before])
	return s
}

func DeleteFunc[S ~[]E, E any](s S, drop func(E) bool) S {
	at := IndexFunc(s, drop)
	if at < 0 {
		return s
	}
	for next := at + 1; next < len(s); next++ {
		if one := s[next]; !drop(one) {
			s[at] = one
			at++
		}
	}
	clear(s[at:])
	return s[:at]
}

func Replace[S ~[]E, E any](s S, from, to int, more ...E) S {
	_ = s[from:to]
	tail := append(S(nil), s[to:]...)
	own := append(S(nil), more...)
	if from+len(own)+len(tail) > cap(s) {
		grown := append(s[:from:from], own...)
		return append(grown, tail...)
	}
	before := len(s)
	result := s[:from+len(own)+len(tail)]
	copy(result[from:], own)
	copy(result[from+len(own):], tail)
	if len(result) < before {
		clear(s[len(result):])
	}
	return result
}

func Clone[S ~[]E, E any](s S) S { return append(s[:0:0], s...) }

func Compact[S ~[]E, E comparable](s S) S {
	return CompactFunc(s, func(a, b E) bool { return a == b })
}

func CompactFunc[S ~[]E, E any](s S, same func(E, E) bool) S {
	if len(s) < 2 {
		return s
	}
	kept := 1
	for at := 1; at < len(s); at++ {
		if !same(s[at], s[at-1]) {
			if kept != at {
				s[kept] = s[at]
			}
			kept++
		} else {
			for next := at + 1; next < len(s); next++ {
				if !same(s[next], s[next-1]) {
					s[kept] = s[next]
					kept++
				}
			}
			clear(s[kept:])
			return s[:kept]
		}
	}
	return s
}

func Concat[S ~[]E, E any](lists ...S) S {
	var all S
	for _, one := range lists {
		all = append(all, one...)
	}
	return all
}

func Repeat[S ~[]E, E any](s S, count int) S {
	if count < 0 {
		panic("cannot be negative")
	}
	all := make(S, 0, len(s)*count)
	for range count {
		all = append(all, s...)
	}
	return all
}

func Grow[S ~[]E, E any](s S, n int) S {
	if n < 0 {
		panic("cannot be negative")
	}
	if n -= cap(s) - len(s); n > 0 {
		s = append(s[:cap(s)], make([]E, n)...)[:len(s)]
	}
	return s
}

func Clip[S ~[]E, E any](s S) S { return s[:len(s):len(s)] }

func Equal[S ~[]E, E comparable](a, b S) bool {
	if len(a) != len(b) {
		return false
	}
	for at := range a {
		if a[at] != b[at] {
			return false
		}
	}
	return true
}

func EqualFunc[A ~[]X, B ~[]Y, X, Y any](a A, b B, same func(X, Y) bool) bool {
	if len(a) != len(b) {
		return false
	}
	for at, one := range a {
		if !same(one, b[at]) {
			return false
		}
	}
	return true
}

func Compare[S ~[]E, E cmp.Ordered](a, b S) int {
	for at, one := range a {
		if at >= len(b) {
			return 1
		}
		if order := cmp.Compare(one, b[at]); order != 0 {
			return order
		}
	}
	if len(a) < len(b) {
		return -1
	}
	return 0
}

func IndexFunc[S ~[]E, E any](s S, fits func(E) bool) int {
	for at := range s {
		if fits(s[at]) {
			return at
		}
	}
	return -1
}

func ContainsFunc[S ~[]E, E any](s S, fits func(E) bool) bool { return IndexFunc(s, fits) >= 0 }

func Reverse[S ~[]E, E any](s S) {
	for a, b := 0, len(s)-1; a < b; a, b = a+1, b-1 {
		s[a], s[b] = s[b], s[a]
	}
}

func Max[S ~[]E, E cmp.Ordered](s S) E {
	if len(s) < 1 {
		panic("slices.Max: empty list")
	}
	best := s[0]
	for at := 1; at < len(s); at++ {
		best = max(best, s[at])
	}
	return best
}

func Min[S ~[]E, E cmp.Ordered](s S) E {
	if len(s) < 1 {
		panic("slices.Min: empty list")
	}
	best := s[0]
	for at := 1; at < len(s); at++ {
		best = min(best, s[at])
	}
	return best
}

func MaxFunc[S ~[]E, E any](s S, order func(a, b E) int) E {
	if len(s) < 1 {
		panic("slices.MaxFunc: empty list")
	}
	best := s[0]
	for at := 1; at < len(s); at++ {
		if order(s[at], best) > 0 {
			best = s[at]
		}
	}
	return best
}

func MinFunc[S ~[]E, E any](s S, order func(a, b E) int) E {
	if len(s) < 1 {
		panic("slices.MinFunc: empty list")
	}
	best := s[0]
	for at := 1; at < len(s); at++ {
		if order(s[at], best) < 0 {
			best = s[at]
		}
	}
	return best
}

func IsSorted[S ~[]E, E cmp.Ordered](s S) bool {
	for at := len(s) - 1; at > 0; at-- {
		if cmp.Less(s[at], s[at-1]) {
			return false
		}
	}
	return true
}

func IsSortedFunc[S ~[]E, E any](s S, order func(a, b E) int) bool {
	for at := len(s) - 1; at > 0; at-- {
		if order(s[at], s[at-1]) < 0 {
			return false
		}
	}
	return true
}

func BinarySearch[S ~[]E, E cmp.Ordered](s S, wanted E) (int, bool) {
	low, high := 0, len(s)
	for low < high {
		middle := (low + high) / 2
		if cmp.Less(s[middle], wanted) {
			low = middle + 1
		} else {
			high = middle
		}
	}
	return low, low < len(s) && s[low] == wanted
}

func BinarySearchFunc[S ~[]E, E, T any](s S, wanted T, order func(E, T) int) (int, bool) {
	low, high := 0, len(s)
	for low < high {
		middle := (low + high) / 2
		if order(s[middle], wanted) < 0 {
			low = middle + 1
		} else {
			high = middle
		}
	}
	return low, low < len(s) && order(s[low], wanted) == 0
}

func SortFunc[S ~[]E, E any](s S, order func(a, b E) int) {
	if len(s) > 12 {
		sortLong(s, order)
		return
	}
	insertionSort(s, order)
}

func SortStableFunc[S ~[]E, E any](s S, order func(a, b E) int) { insertionSort(s, order) }

func insertionSort[S ~[]E, E any](s S, order func(a, b E) int) {
	for i := 1; i < len(s); i++ {
		for j := i; j > 0 && order(s[j], s[j-1]) < 0; j-- {
			s[j], s[j-1] = s[j-1], s[j]
		}
	}
}

func sortLong[S ~[]E, E any](s S, order func(a, b E) int) {
	insertionSort(s, order)
	for at := 1; at < len(s); at++ {
		if order(s[at-1], s[at]) == 0 {
			run.GiveUp("the order of equal elements")
		}
	}
}

func All[S ~[]E, E any](s S) iter.Seq2[int, E] {
	return func(yield func(int, E) bool) {
		for at, one := range s {
			if !yield(at, one) {
				return
			}
		}
	}
}

func Values[S ~[]E, E any](s S) iter.Seq[E] {
	return func(yield func(E) bool) {
		for _, one := range s {
			if !yield(one) {
				return
			}
		}
	}
}

func Backward[S ~[]E, E any](s S) iter.Seq2[int, E] {
	return func(yield func(int, E) bool) {
		for at := len(s) - 1; at >= 0; at-- {
			if !yield(at, s[at]) {
				return
			}
		}
	}
}

func Chunk[S ~[]E, E any](s S, n int) iter.Seq[S] {
	if n < 1 {
		panic("cannot be less than 1")
	}
	return func(yield func(S) bool) {
		for at := 0; at < len(s); at += n {
			end := min(n, len(s[at:]))
			if !yield(s[at : at+end : at+end]) {
				return
			}
		}
	}
}

func AppendSeq[S ~[]E, E any](s S, seq iter.Seq[E]) S {
	for one := range seq {
		s = append(s, one)
	}
	return s
}

func Collect[E any](seq iter.Seq[E]) []E {
	var all []E
	for one := range seq {
		all = append(all, one)
	}
	return all
}

func Sorted[E cmp.Ordered](seq iter.Seq[E]) []E {
	run.AnyOrder(seq)
	all := Collect(seq)
	run.AnyOrder(nil)
	slices.Sort(all)
	return all
}

func SortedFunc[E any](seq iter.Seq[E], order func(E, E) int) []E {
	all := Collect(seq)
	SortFunc(all, order)
	return all
}

func SortedStableFunc[E any](seq iter.Seq[E], order func(E, E) int) []E {
	all := Collect(seq)
	SortStableFunc(all, order)
	return all
}
`;
