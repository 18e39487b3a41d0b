package main

import (
	"encoding/json"
	"fmt"
)

type temperature struct{ Celsius float64 }

func (t temperature) MarshalJSON() ([]byte, error) {
	return json.Marshal(t) // want error self-marshalling-method "json.Marshal calls temperature.MarshalJSON"
}

func main() {
	text, err := json.Marshal(temperature{3})
	fmt.Println(string(text), err)
}
