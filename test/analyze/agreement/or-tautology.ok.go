// ends: ok
package main

import (
	"fmt"
)

func ask(n int) string {
	return []string{"yes", "no"}[n%2]
}

func main() {
	answer := ""
	tries := 0
	for answer != "yes" && answer != "no" {
		answer = ask(tries % 7)
		tries++
	}
	fmt.Println(answer)
}
