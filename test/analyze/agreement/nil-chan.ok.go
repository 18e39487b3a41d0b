// ends: ok
package main

import (
	"fmt"
	"time"
)

type hub struct {
	quit chan struct{}
	n    int
}

func main() {
	h := &hub{n: 1, quit: make(chan struct{})}
	go func() {
		<-h.quit
		h.n++
	}()
	time.Sleep(time.Millisecond)
	close(h.quit)
	fmt.Println("bye")
}
