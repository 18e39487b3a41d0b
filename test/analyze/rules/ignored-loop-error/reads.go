package main

import (
	"bufio"
	"fmt"
	"io"
	"strings"
)

func count(in io.Reader) (lines int) {
	r := bufio.NewReader(in)
	for { // want warning ignored-loop-error "ReadString tells about it is ignored"
		line, _ := r.ReadString('\n')
		if len(line) > 0 {
			lines++
		}
		if strings.TrimSpace(line) == "quit" {
			return lines
		}
	}
}

func ask(in *bufio.Scanner) string {
	answer := ""
	for answer != "yes" { // want warning ignored-loop-error "what Scanner.Scan tells about it is ignored"
		in.Scan()
		answer = strings.ToLower(in.Text())
	}
	return answer
}

func main() {
	fmt.Println(count(strings.NewReader("quit\n")), ask(bufio.NewScanner(strings.NewReader("yes\n"))))
}
