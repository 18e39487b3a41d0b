package main

func main() {
	n := 0
	for i := 8; i > 1; i &= 12 { // want error no-progress "makes no progress"
		n++
	}
}
