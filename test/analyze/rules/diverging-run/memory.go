package main

import (
	"fmt"
	"strings"
)

type line struct{ width int }

func (l line) String() string {
	return strings.Repeat("-", l.width) // want error diverging-run "more than any 32-bit memory holds"
}

func main() {
	fmt.Println(line{width: 1 << 40})
}
