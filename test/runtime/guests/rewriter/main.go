// Reads its input and rewrites a folder: what a recording keeps, and what an export writes.
package main

import (
	"fmt"
	"io"
	"os"
	"time"
)

func must(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(3)
	}
}

func main() {
	input, err := io.ReadAll(os.Stdin)
	must(err)
	old, err := os.ReadFile("/data/old")
	must(err)
	fmt.Printf("%s %s %v %s %v\n", input, old, os.Args[1:], os.Getenv("MODE"), time.Now().UnixNano())
	must(os.WriteFile("/data/new", append(old, input...), 0o644))
	must(os.WriteFile("/data/old", []byte("changed"), 0o644))
	must(os.Remove("/data/gone"))
	must(os.Symlink("new", "/data/inside"))
	must(os.Symlink("../../outside", "/data/outside"))
	time.Sleep(20 * time.Millisecond)
	fmt.Fprintln(os.Stderr, "done", time.Now().UnixNano())
}
