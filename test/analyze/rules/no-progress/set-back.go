package main

import "fmt"

func main() {
	sum := 0
	for i := 0; i < 20; i++ { // want error no-progress "comes again after 6 rounds"
		switch i {
		case 7:
			i = 1
		case 15:
			fmt.Println("never")
			return
		}
		sum += i
	}
	fmt.Println(sum)
}
