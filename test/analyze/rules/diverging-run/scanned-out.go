package main

import (
	"bufio"
	"fmt"
	"strings"
)

func readBlock(sc *bufio.Scanner) []string {
	var block []string
	sc.Scan()
	for sc.Text() != "end" { // want error diverging-run "same state"
		block = append(block, sc.Text())
		sc.Scan()
	}
	return block
}

func main() {
	sc := bufio.NewScanner(strings.NewReader("begin\nend\nbegin\nx\n"))
	fmt.Println(readBlock(sc))
	fmt.Println(readBlock(sc))
}
