package main

import (
	"encoding/json"
	"encoding/xml"
	"fmt"
	"os"
)

type level int

func (l level) MarshalText() ([]byte, error) {
	if l == 0 {
		return []byte("none"), nil
	}
	return json.MarshalIndent(l, "", " ") // want warning self-marshalling-method "json.MarshalIndent calls level.MarshalText"
}

type settings struct{ Name string }

func (s *settings) UnmarshalJSON(data []byte) error {
	return json.Unmarshal(data, s) // want warning self-marshalling-method "json.Unmarshal calls settings.UnmarshalJSON"
}

func (s *settings) MarshalJSON() ([]byte, error) {
	encoder := json.NewEncoder(os.Stdout)
	return nil, encoder.Encode(s) // want warning self-marshalling-method "json.Encoder.Encode calls settings.MarshalJSON"
}

type item struct{ ID int }

func (i item) MarshalXML(e *xml.Encoder, start xml.StartElement) error {
	return e.EncodeElement(i, start) // want warning self-marshalling-method "xml.Encoder.EncodeElement calls item.MarshalXML"
}

func main() {
	var s settings
	fmt.Println(json.Unmarshal([]byte("{}"), &s), level(0), item{1})
}
