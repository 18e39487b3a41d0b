/** Package sync, but for locks and wait groups. internal/run tells who waits that something was asked or changed. */
export const SYNC = `package sync

import (
	"internal/run"
	"sync"
)

type Locker interface {
	Lock()
	Unlock()
}

type Cond struct {
	L       Locker
	waiting []chan bool
}

func NewCond(l Locker) *Cond {
	return &Cond{L: l}
}

func (c *Cond) Wait() {
	woken := make(chan bool)
	c.waiting = append(c.waiting, woken)
	c.L.Unlock()
	<-woken
	c.L.Lock()
}

func (c *Cond) Signal() {
	if len(c.waiting) > 0 {
		first := c.waiting[0]
		c.waiting = c.waiting[1:]
		close(first)
	}
}

func (c *Cond) Broadcast() {
	all := c.waiting
	c.waiting = nil
	for _, one := range all {
		close(one)
	}
}

type Once struct {
	turn   sync.Mutex
	isDone bool
}

func (o *Once) Do(f func()) {
	if o.isDone {
		return
	}
	o.turn.Lock()
	defer o.turn.Unlock()
	if !o.isDone {
		defer func() { o.isDone = true }()
		f()
	}
}

func OnceFunc(f func()) func() {
	var once Once
	return func() { once.Do(f) }
}

func OnceValue[T any](f func() T) func() T {
	var once Once
	var result T
	return func() T {
		once.Do(func() { result = f() })
		return result
	}
}

func OnceValues[A, B any](f func() (A, B)) func() (A, B) {
	var once Once
	var first A
	var second B
	return func() (A, B) {
		once.Do(func() { first, second = f() })
		return first, second
	}
}

type Pool struct {
	New  func() any
	free []any
}

func (p *Pool) Get() any {
	if last := len(p.free) - 1; last >= 0 {
		x := p.free[last]
		p.free = p.free[:last]
		return x
	}
	if p.New == nil {
		return nil
	}
	return p.New()
}

func (p *Pool) Put(x any) {
	if x != nil {
		p.free = append(p.free, x)
	}
}

type Map struct {
	entries map[any]any
}

func (m *Map) Load(key any) (value any, ok bool) {
	run.Asked()
	value, ok = m.entries[key]
	return value, ok
}

func (m *Map) Store(key, value any) {
	m.Swap(key, value)
}

func (m *Map) LoadOrStore(key, value any) (actual any, loaded bool) {
	run.Asked()
	if held, ok := m.entries[key]; ok {
		return held, true
	}
	m.Swap(key, value)
	return value, false
}

func (m *Map) LoadAndDelete(key any) (value any, loaded bool) {
	run.Asked()
	value, loaded = m.entries[key]
	if loaded {
		run.Changed()
		delete(m.entries, key)
	}
	return value, loaded
}

func (m *Map) Delete(key any) {
	m.LoadAndDelete(key)
}

func (m *Map) Swap(key, value any) (previous any, loaded bool) {
	run.Changed()
	if m.entries == nil {
		m.entries = map[any]any{}
	}
	previous, loaded = m.entries[key]
	m.entries[key] = value
	return previous, loaded
}

func (m *Map) CompareAndSwap(key, old, new any) bool {
	run.Asked()
	held, ok := m.entries[key]
	if !ok || held != old {
		return false
	}
	m.Swap(key, new)
	return true
}

func (m *Map) CompareAndDelete(key, old any) bool {
	run.Asked()
	held, ok := m.entries[key]
	if !ok || held != old {
		return false
	}
	m.LoadAndDelete(key)
	return true
}

func (m *Map) Range(visit func(key, value any) bool) {
	run.Asked()
	for key, value := range m.entries {
		if !visit(key, value) {
			return
		}
	}
}

func (m *Map) Clear() {
	run.Changed()
	clear(m.entries)
}
`;

/** The types of package sync/atomic that hold something else than a number or a truth value. */
export const ATOMIC = `package atomic

import "internal/run"

type Pointer[T any] struct {
	held *T
}

func (x *Pointer[T]) Load() *T {
	run.Asked()
	return x.held
}

func (x *Pointer[T]) Store(value *T) {
	x.Swap(value)
}

func (x *Pointer[T]) Swap(value *T) *T {
	old := x.held
	if old != value {
		run.Changed()
	}
	x.held = value
	return old
}

func (x *Pointer[T]) CompareAndSwap(old, new *T) bool {
	if x.held != old {
		run.Asked()
		return false
	}
	x.Swap(new)
	return true
}

type Value struct {
	held any
}

func (v *Value) Load() any {
	run.Asked()
	return v.held
}

func (v *Value) Store(value any) {
	v.Swap(value)
}

func (v *Value) Swap(value any) any {
	if value == nil {
		panic("sync/atomic: store of nil value into Value")
	}
	run.Changed()
	old := v.held
	v.held = value
	return old
}

func (v *Value) CompareAndSwap(old, new any) bool {
	if v.held != old {
		run.Asked()
		return false
	}
	v.Swap(new)
	return true
}
`;
