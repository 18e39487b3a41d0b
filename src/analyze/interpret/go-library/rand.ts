const PERM = `func Perm(n int) []int {
	list := make([]int, n)
	for i := range list {
		list[i] = i
	}
	Shuffle(n, func(i, j int) { list[i], list[j] = list[j], list[i] })
	return list
}
`;

/** What package math/rand has beside its plain functions. They are natives, which the source reaches by importing itself. */
export const RAND: string = `package rand

import "math/rand"

type Source interface {
	Int63() int64
	Seed(seed int64)
}

type chance struct{}

func (chance) Int63() int64    { return Int63() }
func (chance) Seed(seed int64) {}

func NewSource(seed int64) Source { return chance{} }

type Rand struct {
	src Source
}

func New(src Source) *Rand { return &Rand{src} }

func (r *Rand) Seed(seed int64)                     {}
func (r *Rand) Int() int                            { return rand.Int() }
func (r *Rand) Intn(n int) int                      { return rand.Intn(n) }
func (r *Rand) Int31() int32                        { return rand.Int31n(1 << 30) }
func (r *Rand) Int31n(n int32) int32                { return rand.Int31n(n) }
func (r *Rand) Int63() int64                        { return r.src.Int63() }
func (r *Rand) Int63n(n int64) int64                { return rand.Int63n(n) }
func (r *Rand) Uint32() uint32                      { return Uint32() }
func (r *Rand) Float32() float32                    { return Float32() }
func (r *Rand) Float64() float64                    { return rand.Float64() }
func (r *Rand) Perm(n int) []int                    { return Perm(n) }
func (r *Rand) Shuffle(n int, swap func(i, j int)) { Shuffle(n, swap) }

func Int31() int32         { return rand.Int31n(1 << 30) }
func Int63() int64         { return rand.Int63n(1 << 52) }
func Uint32() uint32       { return uint32(rand.Int63n(1 << 32)) }
func Uint64() uint64       { return uint64(Int63()) }
func Float32() float32     { return float32(rand.Intn(1000)) / 1000 }
func NormFloat64() float64 { return rand.Float64() }
func ExpFloat64() float64  { return rand.Float64() }

${PERM}
func Shuffle(n int, swap func(i, j int)) {
	for i := n - 1; i > 0; i-- {
		swap(i, rand.Intn(i+1))
	}
}
`;

/** The same for math/rand/v2. */
export const RAND_V2: string = `package rand

import "math/rand/v2"

type Source interface {
	Uint64() uint64
}

type PCG struct{}

func (*PCG) Uint64() uint64 { return Uint64() }

func NewPCG(seed1, seed2 uint64) *PCG { return &PCG{} }

type ChaCha8 struct{}

func (*ChaCha8) Uint64() uint64 { return Uint64() }

func NewChaCha8(seed [32]byte) *ChaCha8 { return &ChaCha8{} }

type Rand struct {
	src Source
}

func New(src Source) *Rand { return &Rand{src} }

func (r *Rand) Int() int                            { return rand.Int() }
func (r *Rand) IntN(n int) int                      { return rand.IntN(n) }
func (r *Rand) Int32N(n int32) int32                { return rand.Int32N(n) }
func (r *Rand) Int64N(n int64) int64                { return rand.Int64N(n) }
func (r *Rand) Uint32() uint32                      { return Uint32() }
func (r *Rand) Uint64() uint64                      { return r.src.Uint64() }
func (r *Rand) Float32() float32                    { return Float32() }
func (r *Rand) Float64() float64                    { return rand.Float64() }
func (r *Rand) Perm(n int) []int                    { return Perm(n) }
func (r *Rand) Shuffle(n int, swap func(i, j int)) { Shuffle(n, swap) }

func Int32() int32         { return rand.Int32N(1 << 30) }
func Int64() int64         { return rand.Int64N(1 << 52) }
func Uint32() uint32       { return uint32(rand.Int64N(1 << 32)) }
func Uint64() uint64       { return uint64(Int64()) }
func UintN(n uint) uint    { return uint(rand.Int64N(int64(n))) }
func Float32() float32     { return float32(rand.IntN(1000)) / 1000 }
func NormFloat64() float64 { return rand.Float64() }
func ExpFloat64() float64  { return rand.Float64() }

func N[T ~int | ~int8 | ~int16 | ~int32 | ~int64 | ~uint | ~uint8 | ~uint16 | ~uint32 | ~uint64](n T) T {
	return T(rand.Int64N(int64(n)))
}

${PERM}
func Shuffle(n int, swap func(i, j int)) {
	for i := n - 1; i > 0; i-- {
		swap(i, rand.IntN(i+1))
	}
}
`;
