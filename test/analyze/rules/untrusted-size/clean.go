package main

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"strings"
)

const maxBody = 1 << 20

func frame(r io.Reader) ([]byte, error) {
	var header [4]byte
	if _, err := io.ReadFull(r, header[:]); err != nil {
		return nil, err
	}
	n := binary.BigEndian.Uint32(header[:])
	if n > maxBody {
		return nil, errors.New("too large")
	}
	return make([]byte, n), nil
}

// Sixteen bits are no danger.
func short(header []byte) []byte { return make([]byte, binary.LittleEndian.Uint16(header)) }

func least(header []byte) []byte {
	n := binary.LittleEndian.Uint32(header)
	return make([]byte, min(n, maxBody))
}

func checked(header []byte) []byte {
	n := binary.LittleEndian.Uint32(header)
	check(n)
	return make([]byte, n)
}

func check(n uint32) {
	if n > maxBody {
		panic("too large")
	}
}

func main() {
	fmt.Println(frame(strings.NewReader("")))
	fmt.Println(short([]byte{1, 0}), least(make([]byte, 4)), checked(make([]byte, 4)))
}
