package main

import "sync"

type workers struct {
	group sync.WaitGroup
	jobs  chan func()
}

func start(count int) *workers {
	w := &workers{jobs: make(chan func())}
	for range count {
		w.group.Add(1)
		go w.work()
	}
	return w
}

func (w *workers) work() {
	defer w.group.Done()
	for job := range w.jobs {
		job()
	}
}

func (w *workers) stop() {
	defer w.group.Wait()
	close(w.jobs)
}

func main() {
	w := start(2)
	w.jobs <- func() {}
	w.stop()
}
