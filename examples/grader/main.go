// Grader reads numbers from standard input, one or more a line, and prints their sum and mean.
//
// Try: printf '70 81\n92\n' | npx sandglass run examples/grader/main.go
// Standard input is the one thing that a guest may always read. A word that is not a number ends
// the program with exit code 1, which sandglass passes on.
package main

import (
	"bufio"
	"fmt"
	"os"
	"strconv"
)

func main() {
	words := bufio.NewScanner(os.Stdin)
	words.Split(bufio.ScanWords)
	sum, count := 0.0, 0
	for words.Scan() {
		grade, err := strconv.ParseFloat(words.Text(), 64)
		if err != nil {
			fmt.Fprintf(os.Stderr, "not a number: %q\n", words.Text())
			os.Exit(1)
		}
		sum += grade
		count++
	}
	if err := words.Err(); err != nil {
		fmt.Fprintln(os.Stderr, "cannot read:", err)
		os.Exit(1)
	}
	if count == 0 {
		fmt.Println("no grades")
		return
	}
	fmt.Printf("%d grades, sum %g, mean %.2f\n", count, sum, sum/float64(count))
}
