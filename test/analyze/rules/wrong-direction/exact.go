package main

import "fmt"

func main() {
	sum := 0
	if len(fmt.Sprint(sum)) > 3 {
		for i := 0; i < 10; i-- { // want error wrong-direction "leads away"
			sum += i
		}
	}
	for i := 0; i != 7; i += 2 { // want error wrong-direction "jumps over"
		sum += i
	}
	fmt.Println(sum)
}
