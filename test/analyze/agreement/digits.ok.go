// ends: ok
package main

import (
	"fmt"
)

func digitSum(n int) int {
	sum := 0
	for n > 0 {
		d := n % 10
		n /= 10
		sum = (sum + d) % 97
	}
	return sum
}

func main() {
	fmt.Println(digitSum(1234))
}
