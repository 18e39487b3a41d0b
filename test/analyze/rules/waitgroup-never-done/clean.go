package main

import (
	"fmt"
	"os"
	"sync"
)

type pool struct {
	wg   sync.WaitGroup
	done chan int
}

func (p *pool) start(n int) {
	p.wg.Add(n)
	for range n {
		go p.run()
	}
}

func (p *pool) run() {
	defer p.wg.Done()
	p.done <- 1
}

func each(wg *sync.WaitGroup, names []string) {
	for _, name := range names {
		wg.Add(1)
		go func() {
			defer wg.Done()
			if name == "" {
				return
			}
			fmt.Println(name)
		}()
	}
}

func call(f func()) { f() }

func main() {
	p := &pool{done: make(chan int, 9)}
	p.start(2)
	p.wg.Wait()

	var wg sync.WaitGroup
	each(&wg, os.Args)
	wg.Wait()

	var exact sync.WaitGroup
	exact.Add(2)
	for i := 0; i < 2; i++ {
		go func() {
			defer exact.Done()
			fmt.Println(i)
		}()
	}
	exact.Wait()

	var handed sync.WaitGroup
	handed.Add(1)
	go call(handed.Done)
	handed.Wait()

	var modern sync.WaitGroup
	modern.Go(func() { fmt.Println("x") })
	modern.Wait()

	var back sync.WaitGroup
	back.Add(1)
	back.Add(-1)
	back.Wait()

	var gate sync.WaitGroup
	gate.Add(len(os.Args))
	go gate.Wait()
	gate.Add(-len(os.Args))
}
