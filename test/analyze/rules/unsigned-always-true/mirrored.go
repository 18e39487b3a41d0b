package main

import "fmt"

func count(limit uint16, values []uint32) (n int) {
	for 0 <= limit { // want error unsigned-always-true "0 <= limit is always true"
		limit--
	}
	for i := 0; values[i] >= 0; i++ { // want warning unsigned-always-true "values[i] >= 0 is always true"
		n++
	}
	return n
}

func main() { fmt.Println(count(3, nil)) }
