// ends: ok
package main

import (
	"time"
)

func tick(level int) {
	time.Sleep(time.Microsecond)
	if level > 3 {
		return
	}
	go tick(level + 1)
	go tick(level + 1)
	var pad [4096]byte
	pad[level%4096] = 1
	time.Sleep(time.Millisecond)
}

func main() {
	tick(0)
}
