package main

import (
	"bytes"
	"strconv"
)

type cell struct {
	data [128]int
	next *cell
}

type journal struct{ lines []string }

func buffer() {
	var out bytes.Buffer
	for { // want error endless-loop "nothing leaves this loop" want error growing-loop "out grows without end"
		out.WriteString("spam")
	}
}

func cache() {
	known := map[string]int{}
	for n := 0; ; n++ { // want warning endless-loop "nothing leaves this loop" want warning growing-loop "known grows without end"
		known["k"+strconv.Itoa(n)] = n
	}
}

func chain() {
	var head *cell
	for { // want error endless-loop "nothing leaves this loop" want error growing-loop "head grows without end"
		head = &cell{next: head}
	}
}

func field(j *journal) {
	for { // want warning endless-loop "nothing leaves this loop" want warning growing-loop "j.lines grows without end"
		j.lines = append(j.lines, "again")
	}
}

func emptied() {
	var out bytes.Buffer
	for { // want error endless-loop "nothing leaves this loop"
		out.WriteString("spam")
		out.Reset()
	}
}

func ring() {
	known := map[int]int{}
	for n := 0; ; n++ { // want warning endless-loop "nothing leaves this loop"
		known[n%16] = n
	}
}
