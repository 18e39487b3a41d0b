// Primes counts the primes below one million with a pool of goroutines.
//
// Try: npx sandglass preflight examples/primes/main.go --out report
// The work is split into segments, handed out over one channel and collected over another, so the
// goroutines finish in any order, yet the output never changes.
package main

import (
	"fmt"
	"sort"
	"strings"
	"sync"
)

const (
	limit       = 1_000_000
	segmentSize = 100_000
	workers     = 4
)

// segment is a half-open range of numbers, low <= n < high.
type segment struct{ low, high int }

// tally is what one worker found out about one segment.
type tally struct {
	segment
	primes      int
	first, last int
	twins       int
	widestGap   int
}

func main() {
	base := smallPrimes(1000) // the square root of limit
	tallies := collect(base)
	sort.Slice(tallies, func(i, j int) bool { return tallies[i].low < tallies[j].low })

	fmt.Printf("%d workers sieve the numbers below %d\n\n", workers, limit)
	total, twins, gap := 0, 0, 0
	previous := 0
	for _, t := range tallies {
		bar := strings.Repeat("#", t.primes/250)
		fmt.Printf("%7d to %7d  %5d primes  %s\n", t.low, t.high-1, t.primes, bar)
		total += t.primes
		twins += t.twins
		gap = max(gap, t.widestGap)
		if previous != 0 { // pairs that lie across two segments
			if t.first-previous == 2 {
				twins++
			}
			gap = max(gap, t.first-previous)
		}
		previous = t.last
	}
	fmt.Printf("\n%d primes, %d pairs of twins, the widest gap is %d, the largest prime is %d\n", total, twins, gap, previous)
}

// collect lets the workers sieve every segment and returns what they found, in no order.
func collect(base []int) []tally {
	jobs := make(chan segment)
	results := make(chan tally)
	var pool sync.WaitGroup
	for range workers {
		pool.Add(1)
		go func() {
			defer pool.Done()
			for job := range jobs {
				results <- sieve(job, base)
			}
		}()
	}
	go func() {
		for low := 0; low < limit; low += segmentSize {
			jobs <- segment{low, min(low+segmentSize, limit)}
		}
		close(jobs)
		pool.Wait()
		close(results)
	}()

	var tallies []tally
	for t := range results {
		tallies = append(tallies, t)
	}
	return tallies
}

// sieve crosses out the multiples of the base primes within one segment.
func sieve(s segment, base []int) tally {
	composite := make([]bool, s.high-s.low)
	for _, p := range base {
		start := max(p*p, (s.low+p-1)/p*p)
		for n := start; n < s.high; n += p {
			composite[n-s.low] = true
		}
	}

	t := tally{segment: s}
	for n := max(s.low, 2); n < s.high; n++ {
		if composite[n-s.low] {
			continue
		}
		if t.primes == 0 {
			t.first = n
		} else {
			t.widestGap = max(t.widestGap, n-t.last)
			if n-t.last == 2 {
				t.twins++
			}
		}
		t.last = n
		t.primes++
	}
	return t
}

// smallPrimes returns the primes up to and including limit.
func smallPrimes(limit int) []int {
	var primes []int
	for n := 2; n <= limit; n++ {
		prime := true
		for _, p := range primes {
			if p*p > n {
				break
			}
			if n%p == 0 {
				prime = false
				break
			}
		}
		if prime {
			primes = append(primes, n)
		}
	}
	return primes
}
