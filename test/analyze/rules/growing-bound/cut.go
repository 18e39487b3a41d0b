package main

import "fmt"

func main() {
	trail := []int{7}
	at := 0
	for at < len(trail) { // want error growing-bound "trail grows in every round"
		trail = append(trail[:at+1], trail[at]*2)
		at++
		if len(trail) > 1000 {
			trail = trail[500:]
			at = 0
		}
	}
	fmt.Println(len(trail))
}
