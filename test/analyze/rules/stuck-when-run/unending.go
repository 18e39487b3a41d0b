package main

import (
	"fmt"
	"sync/atomic"
	"time"
)

type meter struct{ beats atomic.Int64 }

func (m *meter) start() {
	t := time.NewTicker(time.Millisecond) // want info ticker-without-stop "never stopped"
	go func() {
		for range t.C { // want warning stuck-when-run "nothing tells it to stop"
			m.beats.Add(1)
		}
	}()
}

func main() {
	m := &meter{}
	m.start()
	time.Sleep(5 * time.Millisecond)
	fmt.Println(m.beats.Load() > 0)
}
