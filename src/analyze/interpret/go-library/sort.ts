/** Package cmp. */
export const CMP = `package cmp

type Ordered interface {
	~int | ~int8 | ~int16 | ~int32 | ~int64 | ~uint | ~uint8 | ~uint16 | ~uint32 | ~uint64 | ~uintptr | ~float32 | ~float64 | ~string
}

func Less[T Ordered](a, b T) bool { return a != a && b == b || a < b }

func Compare[T Ordered](a, b T) int {
	if Less(a, b) {
		return -1
	}
	if Less(b, a) {
		return 1
	}
	return 0
}

func Or[T comparable](values ...T) T {
	var zero T
	for _, one := range values {
		if one != zero {
			return one
		}
	}
	return zero
}
`;

/** Package sort, but for Ints, Strings and Slice, which are run without steps of their own. */
export const SORT = `package sort

import (
	"internal/run"
	"sort"
)

type Interface interface {
	Len() int
	Less(i, j int) bool
	Swap(i, j int)
}

func Sort(data Interface) {
	n := data.Len()
	insertionSort(data, n)
	if n <= 12 {
		return
	}
	for at := 1; at < n; at++ {
		if !data.Less(at-1, at) {
			run.GiveUp("the order of equal elements")
		}
	}
}

func Stable(data Interface) { insertionSort(data, data.Len()) }

func insertionSort(data Interface, n int) {
	for i := 1; i < n; i++ {
		for j := i; j > 0 && data.Less(j, j-1); j-- {
			data.Swap(j, j-1)
		}
	}
}

func IsSorted(data Interface) bool {
	for at := data.Len() - 1; at > 0; at-- {
		if data.Less(at, at-1) {
			return false
		}
	}
	return true
}

type reversed struct {
	Interface
}

func (r reversed) Less(i, j int) bool { return r.Interface.Less(j, i) }

func Reverse(data Interface) Interface { return &reversed{data} }

func Search(n int, fits func(int) bool) int {
	low, high := 0, n
	for low < high {
		middle := int(uint(low+high) >> 1)
		if !fits(middle) {
			low = middle + 1
		} else {
			high = middle
		}
	}
	return low
}

func Find(n int, order func(int) int) (int, bool) {
	low, high := 0, n
	for low < high {
		middle := int(uint(low+high) >> 1)
		if order(middle) > 0 {
			low = middle + 1
		} else {
			high = middle
		}
	}
	return low, low < n && order(low) == 0
}

func SearchInts(a []int, x int) int {
	return Search(len(a), func(i int) bool { return a[i] >= x })
}

func SearchStrings(a []string, x string) int {
	return Search(len(a), func(i int) bool { return a[i] >= x })
}

func SearchFloat64s(a []float64, x float64) int {
	return Search(len(a), func(i int) bool { return a[i] >= x })
}

type IntSlice []int

func (x IntSlice) Len() int           { return len(x) }
func (x IntSlice) Less(i, j int) bool { return x[i] < x[j] }
func (x IntSlice) Swap(i, j int)      { x[i], x[j] = x[j], x[i] }
func (x IntSlice) Sort()              { sort.Ints(x) }

type StringSlice []string

func (x StringSlice) Len() int           { return len(x) }
func (x StringSlice) Less(i, j int) bool { return x[i] < x[j] }
func (x StringSlice) Swap(i, j int)      { x[i], x[j] = x[j], x[i] }
func (x StringSlice) Sort()              { sort.Strings(x) }

type Float64Slice []float64

func (x Float64Slice) Len() int           { return len(x) }
func (x Float64Slice) Less(i, j int) bool { return x[i] < x[j] || x[i] != x[i] && x[j] == x[j] }
func (x Float64Slice) Swap(i, j int)      { x[i], x[j] = x[j], x[i] }
func (x Float64Slice) Sort()              { sort.Float64s(x) }

func IntsAreSorted(x []int) bool       { return IsSorted(IntSlice(x)) }
func StringsAreSorted(x []string) bool { return IsSorted(StringSlice(x)) }
`;
