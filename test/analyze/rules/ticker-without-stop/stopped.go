package main

import "time"

type pulse struct {
	every *time.Ticker
	n     int
}

func (p *pulse) run() {
	for range p.every.C { // want warning ticker-without-stop "Stop does not close its channel"
		p.n++
	}
}

func (p *pulse) stop() { p.every.Stop() }

func main() {
	p := &pulse{every: time.NewTicker(time.Millisecond)}
	go p.run()
	time.Sleep(time.Second)
	p.stop()
}
