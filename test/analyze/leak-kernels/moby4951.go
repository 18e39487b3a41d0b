package main

import "sync"

type info struct{ mu sync.Mutex }

type devices struct {
	sync.Mutex
	infos map[string]*info
}

func (d *devices) remove(name string) {
	d.Lock()
	i := d.infos[name]
	d.Unlock()
	i.mu.Lock()
	defer i.mu.Unlock()
	d.Lock()
	defer d.Unlock()
	delete(d.infos, name)
}

func main() {
	d := &devices{infos: map[string]*info{"a": {}}}
	d.remove("a")
}
