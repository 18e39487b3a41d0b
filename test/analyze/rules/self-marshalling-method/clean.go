package main

import (
	"encoding/json"
	"fmt"
)

type point struct{ X, Y int }

func (p point) MarshalJSON() ([]byte, error) {
	type plain point
	return json.Marshal(plain(p))
}

func (p *point) UnmarshalJSON(data []byte) error {
	type plain point
	return json.Unmarshal(data, (*plain)(p))
}

type shape struct {
	Name string
	at   point
}

func (s shape) MarshalJSON() ([]byte, error) { return json.Marshal(s.Name) }

func (s *shape) MarshalText() ([]byte, error) { return json.Marshal(s.at) }

type byPointer struct{ A int }

func (b *byPointer) MarshalJSON() ([]byte, error) { return json.Marshal(*b) }

type wrapped struct{ inner map[string]int }

func (w wrapped) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct{ Inner map[string]int }{w.inner})
}

type codec struct{}

func (codec) Marshal(v any) ([]byte, error) { return nil, nil }

type odd struct{ json codec }

func (o odd) MarshalJSON() ([]byte, error) { return o.json.Marshal(o) }

func main() {
	text, err := json.Marshal([]any{point{1, 2}, shape{}, &byPointer{1}, wrapped{}, odd{}})
	fmt.Println(string(text), err)
}
