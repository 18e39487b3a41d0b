package main

import (
	"cmp"
	"fmt"
	"iter"
	"maps"
	"slices"
	"sort"
	"strings"
)

func upTo(n int) iter.Seq[int] {
	return func(yield func(int) bool) {
		for i := range n {
			if !yield(i) {
				return
			}
		}
	}
}

func pairs[K cmp.Ordered, V any](m map[K]V) iter.Seq2[K, V] {
	return func(yield func(K, V) bool) {
		for _, k := range slices.Sorted(maps.Keys(m)) {
			if !yield(k, m[k]) {
				return
			}
		}
	}
}

func filter[T any](seq iter.Seq[T], keep func(T) bool) iter.Seq[T] {
	return func(yield func(T) bool) {
		for v := range seq {
			if keep(v) && !yield(v) {
				return
			}
		}
	}
}

func first(seq iter.Seq[int], above int) (found int, ok bool) {
	for v := range seq {
		if v > above {
			return v, true
		}
	}
	return
}

func named(seq iter.Seq[int]) (sum int) {
	for v := range seq {
		if v == 4 {
			return
		}
		sum += v
	}
	return -1
}

func nested() string {
	var b strings.Builder
outer:
	for a := range upTo(4) {
		for c := range upTo(4) {
			if c == 2 {
				continue outer
			}
			if a == 3 {
				break outer
			}
			switch {
			case a == 1:
				continue
			case c == 1:
				break
			}
			fmt.Fprintf(&b, "%d%d ", a, c)
		}
	}
	for a := range upTo(5) {
		for c := range upTo(5) {
			if a*c == 6 {
				return b.String() + fmt.Sprint(a, c)
			}
		}
	}
	return "none"
}

type tree struct {
	left, right *tree
	value       int
}

func (t *tree) all(yield func(int) bool) bool {
	return t == nil || t.left.all(yield) && yield(t.value) && t.right.all(yield)
}

func (t *tree) values() iter.Seq[int] {
	return func(yield func(int) bool) { t.all(yield) }
}

func bare(yield func() bool) {
	for yield() {
	}
}

type byLength []string

func (b byLength) Len() int           { return len(b) }
func (b byLength) Less(i, j int) bool { return len(b[i]) < len(b[j]) }
func (b byLength) Swap(i, j int)      { b[i], b[j] = b[j], b[i] }

func main() {
	for i := range upTo(3) {
		fmt.Print(i, " ")
	}
	fmt.Println(first(upTo(10), 5))
	fmt.Println(first(upTo(3), 5))
	fmt.Println(named(upTo(10)), named(upTo(2)), nested())
	for k, v := range pairs(map[string]int{"b": 2, "a": 1, "c": 3}) {
		fmt.Print(k, v, ",")
	}
	even := filter(upTo(10), func(n int) bool { return n%2 == 0 })
	fmt.Println(slices.Collect(even))
	rounds := 0
	for range bare {
		if rounds++; rounds > 4 {
			break
		}
	}
	var funcs []func() int
	for v := range upTo(3) {
		funcs = append(funcs, func() int { v++; return v })
	}
	for _, f := range funcs {
		fmt.Print(f(), f(), ";")
	}
	root := &tree{&tree{nil, nil, 1}, &tree{&tree{nil, nil, 4}, nil, 7}, 3}
	for v := range root.values() {
		if v == 7 {
			break
		}
		fmt.Print(v, " ")
	}
	var held int
	for held = range root.values() {
	}
	fmt.Println(rounds, held)
	lists()
	orders()
	tables()
}

func lists() {
	s := []int{1, 2, 3, 4, 5}
	fmt.Println(slices.Insert(slices.Clone(s), 2, 9, 8), slices.Insert(s, 5, 6), slices.Insert(s[:3:3], 0, 7))
	room := make([]int, 3, 10)
	copy(room, s)
	more := slices.Insert(room, 1, 41, 42)
	fmt.Println(room, more, len(more), cap(more))
	fmt.Println(slices.Delete(slices.Clone(s), 1, 3))
	cut := slices.Clone(s)
	cut = slices.Delete(cut, 0, 2)
	fmt.Println(cut, cut[:5])
	gone := []int{1, 2, 3, 4, 5, 6}
	kept := slices.DeleteFunc(gone, func(n int) bool { return n%3 == 0 })
	fmt.Println(gone, kept)
	fmt.Println(slices.Replace(slices.Clone(s), 1, 3, 10, 11, 12), slices.Replace(slices.Clone(s), 0, 4, 1))
	fmt.Println(slices.Compact([]int{1, 1, 2, 3, 3, 3, 1}), slices.Concat(s, nil, s[:1]), slices.Repeat(s[:2], 3))
	fmt.Println(slices.Equal(s, []int{1, 2, 3, 4, 5}), slices.Compare(s, []int{1, 3}), slices.Compare(s[:1], s))
	fmt.Println(slices.Index(s, 4), slices.IndexFunc(s, func(n int) bool { return n > 2 }), slices.Contains(s, 7))
	slices.Reverse(s)
	fmt.Println(s, slices.Max(s), slices.Min(s), slices.MaxFunc(s, func(a, b int) int { return b - a }))
	slices.Sort(s)
	fmt.Println(slices.BinarySearch(s, 3))
	fmt.Println(slices.BinarySearch(s, 9))
	for i, v := range slices.Backward(s) {
		fmt.Print(i, v, " ")
	}
	for i, v := range slices.All(s) {
		if i > 2 {
			break
		}
		fmt.Print(i, v, " ")
	}
	for c := range slices.Chunk(s, 2) {
		fmt.Print(c, len(c), cap(c))
	}
	fmt.Println(slices.Grow(s, 20)[:5], len(slices.Clip(s)), slices.IsSorted(s))
	fmt.Println(slices.AppendSeq(s, slices.Values([]int{8, 9})))
}

func orders() {
	words := strings.Fields("pear fig banana kiwi apple date cherry")
	sort.Sort(byLength(words))
	fmt.Println(words)
	sort.Stable(sort.Reverse(byLength(words)))
	fmt.Println(words)
	slices.SortFunc(words, func(a, b string) int { return cmp.Or(len(a)-len(b), cmp.Compare(a, b)) })
	fmt.Println(words, sort.SearchInts([]int{1, 4, 9}, 4), sort.Search(100, func(i int) bool { return i*i >= 50 }))
	slices.SortStableFunc(words, func(a, b string) int { return strings.Compare(a[:1], b[:1]) })
	fmt.Println(words)
	long := make([]int, 40)
	for i := range long {
		long[i] = (i * 17) % 41
	}
	slices.SortFunc(long, func(a, b int) int { return b - a })
	fmt.Println(long)
	sort.Sort(sort.IntSlice(long))
	fmt.Println(long, sort.IsSorted(sort.IntSlice(long)))
	sort.Sort(sort.Reverse(sort.StringSlice(words)))
	fmt.Println(words)
}

func tables() {
	m := map[string]int{"x": 1, "y": 2, "z": 3}
	own := maps.Clone(m)
	delete(own, "x")
	maps.Copy(own, map[string]int{"w": 0})
	fmt.Println(m, own, maps.Equal(m, own), maps.Equal(m, maps.Clone(m)))
	fmt.Println(slices.Sorted(maps.Values(m)), len(maps.Collect(pairs(m))))
	one := map[string]int{"q": 7}
	maps.DeleteFunc(one, func(k string, v int) bool { return v > 5 })
	fmt.Println(len(own), len(one))
}
