// Kernels runs one of several small computations, named by the first argument, and prints a checksum.
// Each takes about a fifth of a second natively, so that start-up does not count.
package main

import (
	"crypto/sha256"
	"fmt"
	"os"
	"sort"
	"strings"
)

var kernels = map[string]func() uint64{
	"sieve":    sieve,
	"fib":      func() uint64 { return fib(34) },
	"matmul":   matmul,
	"sha256":   sha,
	"maps":     maps,
	"sort":     sorting,
	"channels": channels,
	"strings":  text,
}

func main() {
	kernel, ok := kernels[os.Args[1]]
	if !ok {
		fmt.Println("no such kernel")
		os.Exit(2)
	}
	fmt.Println(os.Args[1], kernel())
}

func sieve() uint64 {
	const n = 20_000_000
	composite := make([]bool, n)
	count := uint64(0)
	for i := 2; i < n; i++ {
		if composite[i] {
			continue
		}
		count++
		for j := i * 2; j < n; j += i {
			composite[j] = true
		}
	}
	return count
}

func fib(n int) uint64 {
	if n < 2 {
		return uint64(n)
	}
	return fib(n-1) + fib(n-2)
}

func matmul() uint64 {
	const n = 320
	var a, b, c [n][n]float64
	for i := range n {
		for j := range n {
			a[i][j], b[i][j] = float64(i+j), float64(i-j)
		}
	}
	for i := range n {
		for j := range n {
			sum := 0.0
			for k := range n {
				sum += a[i][k] * b[k][j]
			}
			c[i][j] = sum
		}
	}
	return uint64(c[n/2][n/3])
}

func sha() uint64 {
	block := make([]byte, 64<<10)
	var sum [32]byte
	for i := range 200 {
		block[i] = byte(i)
		sum = sha256.Sum256(block)
		copy(block[64:], sum[:])
	}
	return uint64(sum[0])<<8 | uint64(sum[1])
}

func maps() uint64 {
	m := map[uint64]uint64{}
	x := uint64(88172645463325252)
	for range 1_500_000 {
		x ^= x << 13
		x ^= x >> 7
		x ^= x << 17
		m[x%100_003] += x & 7
	}
	total := uint64(0)
	for _, v := range m {
		total += v
	}
	return total
}

func sorting() uint64 {
	values := make([]int, 600_000)
	x := uint32(2463534242)
	for i := range values {
		x ^= x << 13
		x ^= x >> 17
		x ^= x << 5
		values[i] = int(x)
	}
	sort.Ints(values)
	return uint64(values[len(values)/2])
}

func channels() uint64 {
	values, sums := make(chan int), make(chan uint64)
	for range 4 {
		go func() {
			sum := uint64(0)
			for v := range values {
				sum += uint64(v)
			}
			sums <- sum
		}()
	}
	for i := range 300_000 {
		values <- i
	}
	close(values)
	total := uint64(0)
	for range 4 {
		total += <-sums
	}
	return total
}

func text() uint64 {
	words := strings.Fields(strings.Repeat("the quick brown fox jumps over the lazy dog ", 20_000))
	counts := map[string]int{}
	for _, word := range words {
		counts[strings.ToUpper(word)] += len(word)
	}
	return uint64(counts["THE"]) + uint64(len(strings.Join(words, "-")))
}
