// ends: leak
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
	h := &hub{n: 1}
	go func() {
		<-h.quit
		h.n++
	}()
	time.Sleep(time.Millisecond)
	fmt.Println("bye")
}
