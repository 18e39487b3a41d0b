// Kernels runs one of several small computations, named by the first argument, and prints a checksum.
// Each takes about a fifth of a second natively, so that start-up does not count.
package main

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"math/big"
	"os"
	"regexp"
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

	"nbody":      nbody,
	"mandelbrot": mandelbrot,
	"json":       roundTrips,
	"regexp":     matches,
	"bigint":     factorials,
	"bufio":      words,
	"trees":      trees,
	"interfaces": areas,
	"defers":     recoveries,
	"fannkuch":   fannkuch,
	"closures":   closures,
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

type body struct{ x, y, z, vx, vy, vz, mass float64 }

func nbody() uint64 {
	bodies := make([]body, 5)
	for i := range bodies {
		f := float64(i + 1)
		bodies[i] = body{x: f, y: 2 / f, z: -f, vx: 0.1 * f, vy: 0.2, vz: 0.3 / f, mass: 1 / f}
	}
	for range 1_000_000 {
		for i := range bodies {
			for j := i + 1; j < len(bodies); j++ {
				a, b := &bodies[i], &bodies[j]
				dx, dy, dz := a.x-b.x, a.y-b.y, a.z-b.z
				mag := 0.001 / (dx*dx + dy*dy + dz*dz + 0.5)
				a.vx -= dx * b.mass * mag
				a.vy -= dy * b.mass * mag
				a.vz -= dz * b.mass * mag
				b.vx += dx * a.mass * mag
				b.vy += dy * a.mass * mag
				b.vz += dz * a.mass * mag
			}
		}
		for i := range bodies {
			b := &bodies[i]
			b.x, b.y, b.z = b.x+0.001*b.vx, b.y+0.001*b.vy, b.z+0.001*b.vz
		}
	}
	return uint64(bodies[0].x * 1e6)
}

func mandelbrot() uint64 {
	inside := uint64(0)
	for py := range 900 {
		for px := range 900 {
			cx, cy := float64(px)/450-1.5, float64(py)/450-1
			x, y := 0.0, 0.0
			n := 0
			for ; n < 100 && x*x+y*y < 4; n++ {
				x, y = x*x-y*y+cx, 2*x*y+cy
			}
			if n == 100 {
				inside++
			}
		}
	}
	return inside
}

type record struct {
	Name   string            `json:"name"`
	Values []float64         `json:"values"`
	Tags   map[string]string `json:"tags"`
	Next   *record           `json:"next,omitempty"`
}

func roundTrips() uint64 {
	value := &record{Name: "a \"quoted\" name", Values: []float64{1, 2.5, 1e9}, Tags: map[string]string{"k": "v", "l": "w"}}
	value.Next = &record{Name: "inner", Values: make([]float64, 20)}
	total := uint64(0)
	for range 2500 {
		text, err := json.Marshal(value)
		if err != nil {
			panic(err)
		}
		var back record
		if err := json.Unmarshal(text, &back); err != nil {
			panic(err)
		}
		total += uint64(len(text) + len(back.Values))
	}
	return total
}

func matches() uint64 {
	pattern := regexp.MustCompile(`([a-z]+)@([a-z]+)\.(com|org)|\d{3}-\d{4}`)
	line := strings.Repeat("some words, me@example.com and 555-1234 but not 5-5 or @x; ", 20)
	total := uint64(0)
	for range 500 {
		total += uint64(len(pattern.FindAllStringIndex(line, -1)))
	}
	return total
}

func factorials() uint64 {
	product := big.NewInt(1)
	for i := int64(2); i < 9000; i++ {
		product.Mul(product, big.NewInt(i))
	}
	digits := product.String()
	remainder := new(big.Int).Mod(product, big.NewInt(1_000_003*999_983+1))
	return uint64(len(digits)) + remainder.Uint64()
}

func words() uint64 {
	var text bytes.Buffer
	writer := bufio.NewWriter(&text)
	for i := range 120_000 {
		fmt.Fprintf(writer, "line %d of %s\n", i, "many")
	}
	writer.Flush()
	scanner := bufio.NewScanner(&text)
	scanner.Split(bufio.ScanWords)
	count := uint64(0)
	for scanner.Scan() {
		count += uint64(len(scanner.Bytes()))
	}
	return count
}

type tree struct{ left, right *tree }

func grow(depth int) *tree {
	if depth == 0 {
		return &tree{}
	}
	return &tree{grow(depth - 1), grow(depth - 1)}
}

func (t *tree) count() uint64 {
	if t.left == nil {
		return 1
	}
	return 1 + t.left.count() + t.right.count()
}

func trees() uint64 {
	total := uint64(0)
	for range 25 {
		total += grow(14).count()
	}
	return total
}

type shape interface{ area() float64 }
type square struct{ side float64 }
type circle struct{ radius float64 }
type both struct{ a, b shape }

func (s square) area() float64  { return s.side * s.side }
func (c *circle) area() float64 { return 3 * c.radius * c.radius }
func (b both) area() float64    { return b.a.area() + b.b.area() }

func areas() uint64 {
	shapes := []shape{square{2}, &circle{3}, both{square{1}, &circle{1}}}
	sum := 0.0
	for i := range 6_000_000 {
		sum += shapes[i%len(shapes)].area()
	}
	return uint64(sum)
}

func guarded(i int) (result int) {
	defer func() {
		if problem := recover(); problem != nil {
			result = problem.(int)
		}
	}()
	for j := range 3 {
		defer func() { result += j }()
	}
	if i%3 == 0 {
		panic(i)
	}
	return i * 2
}

func recoveries() uint64 {
	total := 0
	for i := range 120_000 {
		total += guarded(i)
	}
	return uint64(total)
}

func fannkuch() uint64 {
	const n = 10
	var perm, first, count [n]int
	for i := range first {
		first[i] = i
	}
	most, r := 0, n
	for {
		for ; r != 1; r-- {
			count[r-1] = r
		}
		perm = first
		flips := 0
		for k := perm[0]; k != 0; k = perm[0] {
			for i, j := 0, k; i < j; i, j = i+1, j-1 {
				perm[i], perm[j] = perm[j], perm[i]
			}
			flips++
		}
		most = max(most, flips)
		for {
			if r == n {
				return uint64(most)
			}
			head := first[0]
			copy(first[:r], first[1:r+1])
			first[r] = head
			count[r]--
			if count[r] > 0 {
				break
			}
			r++
		}
	}
}

func closures() uint64 {
	steps := make([]func(uint64) uint64, 16)
	for i := range steps {
		steps[i] = func(x uint64) uint64 { return x*31 + uint64(i) ^ x>>7 }
	}
	x := uint64(1)
	for i := range 10_000_000 {
		x = steps[i&15](x)
	}
	return x
}
