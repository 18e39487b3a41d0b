package main

import (
	"fmt"
	"math"
)

const big = 1 << 100

type celsius float64
type level uint8

const (
	low level = iota + 1
	mid
	high
	_
	top
)

func main() {
	var a int8 = 127
	a++
	var b uint8
	b--
	var c int64 = math.MaxInt64
	c += 2
	var d uint64 = 3
	d -= 5
	fmt.Println(a, b, c, d, big>>98, low, mid, high, top)
	x, y := -7, 3
	fmt.Println(x/y, x%y, -x/y, x&y, x|y, x^y, x&^y, ^x, x<<3, x>>1, uint32(x)>>28)
	var h uint64 = 14695981039346656037
	for _, c := range "hash me" {
		h ^= uint64(c)
		h *= 1099511628211
	}
	fmt.Println(h, int32(h), uint16(h), int8(h>>3))
	fmt.Println(0.1+0.2, 1.0/3, float32(0.1), float32(1)/3, celsius(36.6), 1e21, 1e20, 123456789.0, 1e-7)
	f := 0.1
	fmt.Println(f+0.2, f*3, math.Sqrt(2), math.Floor(-2.5), math.Pi, math.MaxInt32, math.Inf(1))
	fmt.Printf("%.2f %.0f %.0f %.3f %6.2f|%-8.1f|%08.3f %+d %x %X %o %b %c %q %t\n", math.Pi, 2.5, 3.5, 2.0005, 3.14159, 2.25, -1.5, 7, 255, 255, 8, 5, 'x', 'y', true)
	fmt.Println(7.0, float32(16777216.0), 100000.0, 0.000001, -0.0, 1/math.Inf(-1))
	n := 1
	for i := 1; i < 25; i++ {
		n *= i
	}
	fmt.Println(n, uint32(n), min(3, 1, 2), max(2.5, 1), min("b", "a"))
	var s uint = 70
	fmt.Println(int64(1)<<s == 0, int64(-1)>>s)
	for i := uint(3); i < 10; i-- {
		fmt.Print(i, " ")
	}
	var k uint = 63
	fmt.Println(uint64(1<<k), 1<<(k-60), uint8(3)&(1<<(k-62)), (1<<(k-61)-1)*2, h&(1<<k) != 0)
	fmt.Println(math.MaxUint32, uint64(math.MaxUint64), int64(math.MinInt64))
}
