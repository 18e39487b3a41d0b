package main

import "fmt"

type meter struct{ value, limit int }

func (m *meter) Value() int { return m.value }
func (m *meter) Room() int  { return m.limit - m.Value() }
func (m *meter) Step()      { m.value -= 2 }

func main() {
	m := &meter{limit: 10}
	for m.Room() > 0 { // want error diverging-run "moves apart"
		m.Step()
	}
	fmt.Println(m.Value())
}
