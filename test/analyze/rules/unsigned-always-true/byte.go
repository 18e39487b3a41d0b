package main

type small = uint8

type tiny small

func main() {
	n := 0
	for b := tiny(0); b <= 255; b++ { // want error unsigned-always-true "b <= 255 is always true"
		n++
	}
}
