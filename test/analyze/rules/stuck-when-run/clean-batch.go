package main

import (
	"fmt"
	"sync"
	"time"
)

type batcher struct {
	in    chan string
	flush time.Duration
	out   [][]string
	wg    sync.WaitGroup
}

func (b *batcher) run() {
	defer b.wg.Done()
	var cur []string
	t := time.NewTimer(b.flush)
	defer t.Stop()
	for {
		select {
		case s, ok := <-b.in:
			if !ok {
				if len(cur) > 0 {
					b.out = append(b.out, cur)
				}
				return
			}
			cur = append(cur, s)
			if len(cur) == 3 {
				b.out = append(b.out, cur)
				cur = nil
				if !t.Stop() {
					select {
					case <-t.C:
					default:
					}
				}
				t.Reset(b.flush)
			}
		case <-t.C:
			if len(cur) > 0 {
				b.out = append(b.out, cur)
				cur = nil
			}
			t.Reset(b.flush)
		}
	}
}

func main() {
	b := &batcher{in: make(chan string), flush: 5 * time.Millisecond}
	b.wg.Add(1)
	go b.run()
	for i := range 7 {
		b.in <- fmt.Sprintf("m%d", i)
	}
	close(b.in)
	b.wg.Wait()
	fmt.Println(len(b.out))
}
