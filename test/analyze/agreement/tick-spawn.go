// ends: oom
package main

import (
	"time"
)

func tick(level int) {
	time.Sleep(time.Microsecond)
	go tick(level + 1)
	go tick(level + 1)
	var pad [4096]byte
	pad[level%4096] = 1
	time.Sleep(time.Second * time.Duration(pad[0]+5))
}

func main() {
	tick(0)
}
