package main

type raft struct {
	events    chan func()
	callbacks chan func()
	done      chan struct{}
}

func (r *raft) state() {
	for {
		select {
		case <-r.done:
			return
		case f := <-r.callbacks:
			f()
		case r.events <- func() {
			select {
			case r.callbacks <- func() {}:
			case <-r.done:
			}
		}:
		}
	}
}

func (r *raft) process() {
	for {
		select {
		case f := <-r.events:
			f()
		case <-r.done:
			return
		}
	}
}

func main() {
	r := &raft{make(chan func()), make(chan func()), make(chan struct{})}
	go r.state()
	go r.process()
	close(r.done)
}
