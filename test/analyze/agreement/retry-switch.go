// ends: hang
package main

import (
	"errors"
	"fmt"
	"io"
)

func connect(n int) error {
	if n < 3 {
		return errors.New("refused")
	}
	return nil
}

func main() {
	attempt := 0
	for {
		err := connect(attempt)
		switch {
		case err == nil:
			fmt.Fprint(io.Discard, "connected")
			break
		case attempt > 5:
			break
		}
		attempt++
	}
}
