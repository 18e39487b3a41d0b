package main

import (
	"bufio"
	"fmt"
	"io"
	"strings"
)

func count(in io.Reader) (lines int) {
	r := bufio.NewReader(in)
	for {
		line, err := r.ReadString('\n')
		if len(line) > 0 {
			lines++
		}
		if err != nil {
			return lines
		}
	}
}

// An empty line is the end here.
func header(in io.Reader) (lines []string) {
	r := bufio.NewReader(in)
	for {
		line, _ := r.ReadString('\n')
		line = strings.TrimSpace(line)
		if line == "" {
			return lines
		}
		lines = append(lines, line)
	}
}

func size(in io.Reader) (total int) {
	buffer := make([]byte, 10)
	for {
		n, _ := in.Read(buffer)
		if n == 0 {
			return total
		}
		total += n
	}
}

func numbers(in *bufio.Scanner, count int) (texts []string) {
	for i := 0; i < count; i++ {
		in.Scan()
		texts = append(texts, in.Text())
	}
	return texts
}

func main() {
	fmt.Println(count(strings.NewReader("")), header(strings.NewReader("")), size(strings.NewReader("")))
	fmt.Println(numbers(bufio.NewScanner(strings.NewReader("")), 2))
}
