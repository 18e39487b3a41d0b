/** Package encoding/binary: variable-length integers and the two byte orders. */
export const BINARY = `package binary

import (
	"errors"
	"io"
)

const (
	MaxVarintLen16 = 3
	MaxVarintLen32 = 5
	MaxVarintLen64 = 10
)

var errOverflow = errors.New("binary: varint overflows a 64-bit integer")

func AppendUvarint(p []byte, x uint64) []byte {
	for x >= 0x80 {
		p = append(p, byte(x)|0x80)
		x >>= 7
	}
	return append(p, byte(x))
}

func PutUvarint(p []byte, x uint64) int {
	at := 0
	for x >= 0x80 {
		p[at] = byte(x) | 0x80
		x >>= 7
		at++
	}
	p[at] = byte(x)
	return at + 1
}

func Uvarint(p []byte) (uint64, int) {
	var x uint64
	var shift uint
	for at, c := range p {
		if at == MaxVarintLen64 {
			return 0, -(at + 1)
		}
		if c < 0x80 {
			if at == MaxVarintLen64-1 && c > 1 {
				return 0, -(at + 1)
			}
			return x | uint64(c)<<shift, at + 1
		}
		x |= uint64(c&0x7f) << shift
		shift += 7
	}
	return 0, 0
}

func zigzag(x int64) uint64 {
	u := uint64(x) << 1
	if x < 0 {
		u = ^u
	}
	return u
}

func unzigzag(u uint64) int64 {
	x := int64(u >> 1)
	if u&1 != 0 {
		x = ^x
	}
	return x
}

func AppendVarint(p []byte, x int64) []byte { return AppendUvarint(p, zigzag(x)) }

func PutVarint(p []byte, x int64) int { return PutUvarint(p, zigzag(x)) }

func Varint(p []byte) (int64, int) {
	u, n := Uvarint(p)
	return unzigzag(u), n
}

func ReadUvarint(r io.ByteReader) (uint64, error) {
	var x uint64
	var shift uint
	for at := 0; at < MaxVarintLen64; at++ {
		c, err := r.ReadByte()
		if err != nil {
			if at > 0 && err == io.EOF {
				err = io.ErrUnexpectedEOF
			}
			return x, err
		}
		if c < 0x80 {
			if at == MaxVarintLen64-1 && c > 1 {
				return x, errOverflow
			}
			return x | uint64(c)<<shift, nil
		}
		x |= uint64(c&0x7f) << shift
		shift += 7
	}
	return x, errOverflow
}

func ReadVarint(r io.ByteReader) (int64, error) {
	u, err := ReadUvarint(r)
	return unzigzag(u), err
}

type littleEndian struct{}
type bigEndian struct{}

var LittleEndian littleEndian
var BigEndian bigEndian

func (littleEndian) Uint16(p []byte) uint16 { return uint16(p[0]) | uint16(p[1])<<8 }
func (littleEndian) Uint32(p []byte) uint32 {
	_ = p[3]
	return uint32(p[0]) | uint32(p[1])<<8 | uint32(p[2])<<16 | uint32(p[3])<<24
}
func (o littleEndian) Uint64(p []byte) uint64 {
	_ = p[7]
	return uint64(o.Uint32(p)) | uint64(o.Uint32(p[4:]))<<32
}
func (littleEndian) PutUint16(p []byte, x uint16) { p[1], p[0] = byte(x>>8), byte(x) }
func (littleEndian) PutUint32(p []byte, x uint32) {
	p[3], p[2], p[1], p[0] = byte(x>>24), byte(x>>16), byte(x>>8), byte(x)
}
func (o littleEndian) PutUint64(p []byte, x uint64) {
	_ = p[7]
	o.PutUint32(p, uint32(x))
	o.PutUint32(p[4:], uint32(x>>32))
}
func (littleEndian) AppendUint16(p []byte, x uint16) []byte { return append(p, byte(x), byte(x>>8)) }
func (littleEndian) AppendUint32(p []byte, x uint32) []byte {
	return append(p, byte(x), byte(x>>8), byte(x>>16), byte(x>>24))
}
func (o littleEndian) AppendUint64(p []byte, x uint64) []byte {
	return o.AppendUint32(o.AppendUint32(p, uint32(x)), uint32(x>>32))
}
func (bigEndian) Uint16(p []byte) uint16 { return uint16(p[1]) | uint16(p[0])<<8 }
func (bigEndian) Uint32(p []byte) uint32 {
	_ = p[3]
	return uint32(p[3]) | uint32(p[2])<<8 | uint32(p[1])<<16 | uint32(p[0])<<24
}
func (o bigEndian) Uint64(p []byte) uint64 {
	_ = p[7]
	return uint64(o.Uint32(p[4:])) | uint64(o.Uint32(p))<<32
}
func (bigEndian) PutUint16(p []byte, x uint16) { p[1], p[0] = byte(x), byte(x>>8) }
func (bigEndian) PutUint32(p []byte, x uint32) {
	p[3], p[2], p[1], p[0] = byte(x), byte(x>>8), byte(x>>16), byte(x>>24)
}
func (o bigEndian) PutUint64(p []byte, x uint64) {
	_ = p[7]
	o.PutUint32(p, uint32(x>>32))
	o.PutUint32(p[4:], uint32(x))
}
func (bigEndian) AppendUint16(p []byte, x uint16) []byte { return append(p, byte(x>>8), byte(x)) }
func (bigEndian) AppendUint32(p []byte, x uint32) []byte {
	return append(p, byte(x>>24), byte(x>>16), byte(x>>8), byte(x))
}
func (o bigEndian) AppendUint64(p []byte, x uint64) []byte {
	return o.AppendUint32(o.AppendUint32(p, uint32(x>>32)), uint32(x))
}
`;

/** Reverse8 to Reverse64 of math/bits. */
const reverseOf = (bits: number): string => `func Reverse${bits}(x uint${bits}) (r uint${bits}) {
	for range ${bits} {
		r = r<<1 | x&1
		x >>= 1
	}
	return
}
`;

/** Package math/bits. */
export const BITS: string = `package bits

const UintSize = 64

func Len64(x uint64) (n int) {
	for ; x != 0; x >>= 1 {
		n++
	}
	return
}

func Len(x uint) int     { return Len64(uint64(x)) }
func Len32(x uint32) int { return Len64(uint64(x)) }
func Len16(x uint16) int { return Len64(uint64(x)) }
func Len8(x uint8) int   { return Len64(uint64(x)) }

func OnesCount64(x uint64) (n int) {
	for ; x != 0; x &= x - 1 {
		n++
	}
	return
}

func OnesCount(x uint) int     { return OnesCount64(uint64(x)) }
func OnesCount32(x uint32) int { return OnesCount64(uint64(x)) }
func OnesCount16(x uint16) int { return OnesCount64(uint64(x)) }
func OnesCount8(x uint8) int   { return OnesCount64(uint64(x)) }

func zeros(x uint64, width int) int {
	if x == 0 {
		return width
	}
	n := 0
	for ; x&1 == 0; x >>= 1 {
		n++
	}
	return n
}

func TrailingZeros(x uint) int     { return zeros(uint64(x), 64) }
func TrailingZeros64(x uint64) int { return zeros(x, 64) }
func TrailingZeros32(x uint32) int { return zeros(uint64(x), 32) }
func TrailingZeros16(x uint16) int { return zeros(uint64(x), 16) }
func TrailingZeros8(x uint8) int   { return zeros(uint64(x), 8) }
func LeadingZeros(x uint) int      { return 64 - Len(x) }
func LeadingZeros64(x uint64) int  { return 64 - Len64(x) }
func LeadingZeros32(x uint32) int  { return 32 - Len32(x) }
func LeadingZeros16(x uint16) int  { return 16 - Len16(x) }
func LeadingZeros8(x uint8) int    { return 8 - Len8(x) }

func RotateLeft(x uint, k int) uint       { return x<<(uint(k)&63) | x>>(64-uint(k)&63) }
func RotateLeft64(x uint64, k int) uint64 { return x<<(uint(k)&63) | x>>(64-uint(k)&63) }
func RotateLeft32(x uint32, k int) uint32 { return x<<(uint(k)&31) | x>>(32-uint(k)&31) }
func RotateLeft16(x uint16, k int) uint16 { return x<<(uint(k)&15) | x>>(16-uint(k)&15) }
func RotateLeft8(x uint8, k int) uint8    { return x<<(uint(k)&7) | x>>(8-uint(k)&7) }

${[8, 16, 32, 64].map(reverseOf).join("\n")}
func Reverse(x uint) uint { return uint(Reverse64(uint64(x))) }
`;
