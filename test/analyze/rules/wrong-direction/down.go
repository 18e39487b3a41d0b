package main

func main() {
	sum := 0
	for i := 0; 10 > i; i-- { // want error wrong-direction "leads away"
		sum += i
	}
}
