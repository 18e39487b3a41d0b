// ends: ok
package main

type engine struct {
	frame uint64
	seed  uint64
}

func (e *engine) tick() {
	e.frame++
	e.seed = e.seed*6364136223846793005 + 1
}

func (e *engine) loop() {
	for {
		e.tick()
		if e.frame > 1000 {
			return
		}
	}
}

func main() {
	e := &engine{seed: 42}
	e.loop()
}
