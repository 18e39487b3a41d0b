package main

import (
	"bufio"
	"fmt"
	"os"
)

type reader struct{ lines *bufio.Scanner }

func (r reader) next() string {
	r.lines.Scan()
	return r.lines.Text()
}

func main() {
	r := reader{bufio.NewScanner(os.Stdin)}
	for r.next() != "done" { // want warning diverging-run "without input"
		fmt.Println("more?")
	}
}
