package main

var sparse = [...]int32{0: 1, 1 << 34: 2} // want error huge-type "this takes"

var small = [...]int32{0: 1, 1 << 4: 2}

const (
	s0 = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
	s1 = s0 + s0 + s0 + s0 + s0 + s0 + s0 + s0 + s0 + s0 + s0 + s0 + s0 + s0 + s0 + s0
	s2 = s1 + s1 + s1 + s1 + s1 + s1 + s1 + s1 + s1 + s1 + s1 + s1 + s1 + s1 + s1 + s1
	s3 = s2 + s2 + s2 + s2 + s2 + s2 + s2 + s2 + s2 + s2 + s2 + s2 + s2 + s2 + s2 + s2
	s4 = s3 + s3 + s3 + s3 + s3 + s3 + s3 + s3 + s3 + s3 + s3 + s3 + s3 + s3 + s3 + s3
	s5 = s4 + s4 + s4 + s4 + s4 + s4 + s4 + s4 + s4 + s4 + s4 + s4 + s4 + s4 + s4 + s4
	s6 = s5 + s5 + s5 + s5 + s5 + s5 + s5 + s5 // want warning huge-type "this constant is 537 MB long"
)

func main() { println(len(s6), len(sparse), len(small)) }

// The compiler drops what has no name.
var _ = []int{1 << 31: 1} // want warning huge-type "in the built program"
