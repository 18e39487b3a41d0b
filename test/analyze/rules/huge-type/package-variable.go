package main

import "fmt"

const size = 1 << 20

type page [size]int64

type book struct {
	title string
	pages [size]page
}

var library book // want error huge-type "more than a program can have"

var table = [1 << 28]byte{1 << 27: 1} // want warning huge-type "268 MB in the built program"

func main() {
	fmt.Println(len(library.title), table[3])
}
