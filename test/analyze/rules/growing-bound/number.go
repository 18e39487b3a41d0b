package main

import "fmt"

func main() {
	end := 10
	for i := 0; i < end; i++ { // want error growing-bound "i < end stays true"
		if i%3 == 0 {
			fmt.Println(i)
		}
		end++
	}
}
