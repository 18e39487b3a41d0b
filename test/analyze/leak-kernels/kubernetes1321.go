package main

import "sync"

type watcher struct {
	result  chan struct{}
	stopped chan struct{}
}

type mux struct {
	mu       sync.Mutex
	watchers []*watcher
}

func (m *mux) distribute() {
	m.mu.Lock()
	all := append([]*watcher{}, m.watchers...)
	m.mu.Unlock()
	for _, w := range all {
		select {
		case w.result <- struct{}{}:
		case <-w.stopped:
		}
	}
}

func (m *mux) stop(w *watcher) {
	close(w.stopped)
	m.mu.Lock()
	defer m.mu.Unlock()
	m.watchers = nil
}

func main() {
	w := &watcher{make(chan struct{}), make(chan struct{})}
	m := &mux{watchers: []*watcher{w}}
	done := make(chan bool)
	go func() {
		m.distribute()
		close(done)
	}()
	select {
	case <-w.result:
	case <-done:
	}
	m.stop(w)
}
