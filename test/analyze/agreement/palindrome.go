// ends: hang
package main

import (
	"fmt"
)

func palindrome(s string) bool {
	l, r := 0, len(s)-1
	for l < r {
		if s[l] != s[r] {
			return false
		}
	}
	return true
}

func main() {
	fmt.Println(palindrome("level"))
}
