package main

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"io"
	"strings"
)

func frame(r io.Reader) ([]byte, error) {
	var header [8]byte
	if _, err := io.ReadFull(r, header[:]); err != nil {
		return nil, err
	}
	n := binary.BigEndian.Uint64(header[:])
	body := make([]byte, n) // want warning untrusted-size "as much as the input says"
	_, err := io.ReadFull(r, body)
	return body, err
}

func numbers(r *bufio.Reader) ([]uint64, error) {
	count, err := binary.ReadUvarint(r)
	if err != nil {
		return nil, err
	}
	found := make([]uint64, 0, int(count)) // want warning untrusted-size "as much as the input says"
	return found, nil
}

func main() {
	fmt.Println(frame(strings.NewReader("")))
	fmt.Println(numbers(bufio.NewReader(strings.NewReader(""))))
}
