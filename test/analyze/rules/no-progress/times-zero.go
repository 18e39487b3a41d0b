package main

func main() {
	n := 0
	for i := 0; i < 100; i *= 2 { // want error no-progress "makes no progress"
		n++
	}
}
