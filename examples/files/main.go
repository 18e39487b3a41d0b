// Files counts the lines, words and bytes of the file that its argument names.
//
// Try: npx sandglass run examples/files/main.go -- examples/README.md
// There is no such file for a guest: nothing of the host is visible unless it is granted. Grant one
// folder, to be read only: npx sandglass run --allow-read=examples:/data examples/files/main.go -- /data/README.md
package main

import (
	"bufio"
	"fmt"
	"os"
	"strings"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: files FILE")
		os.Exit(2)
	}
	file, err := os.Open(os.Args[1])
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	defer file.Close()

	lines, words, bytes := 0, 0, 0
	text := bufio.NewScanner(file)
	for text.Scan() {
		lines++
		words += len(strings.Fields(text.Text()))
		bytes += len(text.Bytes()) + 1 // the line break
	}
	if err := text.Err(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Printf("%s: %d lines, %d words, %d bytes\n", os.Args[1], lines, words, bytes)
}
