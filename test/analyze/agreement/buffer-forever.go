// ends: oom
package main

import (
	"bytes"
)

func main() {
	var out bytes.Buffer
	line := []byte("spam and eggs, spam and eggs, spam and eggs\n")
	for {
		out.Write(line)
	}
}
