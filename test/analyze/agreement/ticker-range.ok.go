// ends: ok
package main

import (
	"fmt"
	"sync/atomic"
	"time"
)

type poller struct{ n int64 }

func (p *poller) start(every time.Duration) {
	t := time.NewTicker(every)
	go func() {
		defer t.Stop()
		for i := 0; i < 3; i++ {
			<-t.C
			atomic.AddInt64(&p.n, 1)
		}
	}()
}

func main() {
	p := &poller{}
	p.start(time.Millisecond)
	time.Sleep(5 * time.Millisecond)
	fmt.Println(atomic.LoadInt64(&p.n) > 0)
}
