package main

import (
	"fmt"
	"sync"
	"sync/atomic"
)

type config struct{ name string }

func main() {
	var once sync.Once
	func() {
		defer func() { fmt.Println("recovered", recover()) }()
		once.Do(func() { panic("first") })
	}()
	once.Do(func() { fmt.Println("never") })

	calls := 0
	f := sync.OnceFunc(func() { calls++ })
	v := sync.OnceValue(func() string { calls++; return "value" })
	vs := sync.OnceValues(func() (int, error) { calls++; return 3, nil })
	var wg sync.WaitGroup
	for range 3 {
		wg.Go(func() {
			f()
			_ = v()
			vs()
		})
	}
	wg.Wait()
	a, b := vs()
	fmt.Println(calls, v(), a, b)

	var p atomic.Pointer[config]
	fmt.Println(p.Load() == nil, p.CompareAndSwap(nil, &config{"a"}), p.CompareAndSwap(nil, nil))
	old := p.Swap(&config{"b"})
	fmt.Println(old.name, p.Load().name)

	var held atomic.Value
	fmt.Println(held.Load())
	held.Store(config{"c"})
	fmt.Println(held.Load().(config).name, held.CompareAndSwap(config{"c"}, config{"d"}), held.Swap(config{"e"}), held.Load())

	var m sync.Map
	for i := range 4 {
		m.Store(i, i*i)
	}
	got, loaded := m.LoadOrStore(2, 0)
	fmt.Println(got, loaded)
	got, loaded = m.LoadAndDelete(3)
	fmt.Println(got, loaded, m.CompareAndSwap(2, 4, 5), m.CompareAndDelete(1, 9))
	sum := 0
	m.Range(func(k, v any) bool {
		sum += k.(int)*100 + v.(int)
		return true
	})
	fmt.Println(sum)
	m.Clear()
	_, ok := m.Load(0)
	fmt.Println(ok)

	pool := sync.Pool{New: func() any { return new(int) }}
	x := pool.Get().(*int)
	*x = 7
	pool.Put(x)
	fmt.Println(pool.Get() != nil)
}
