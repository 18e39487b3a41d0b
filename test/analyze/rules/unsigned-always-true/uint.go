package main

func main() {
	sum := uint(0)
	for i := uint(10); i >= 0; i-- { // want error unsigned-always-true "i >= 0 is always true"
		sum += i
	}
}
