// ends: ok
package main

import (
	"errors"
	"fmt"
	"strings"
)

func fetch(url string, attempt int) (string, error) {
	if attempt >= 3 {
		return "", errors.New("gave up")
	}
	if strings.HasPrefix(url, "bad") {
		return fetch(url, attempt+1)
	}
	return url, nil
}

func main() {
	fmt.Println(fetch("bad://x", 0))
}
