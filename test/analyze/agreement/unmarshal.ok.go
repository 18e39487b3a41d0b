// ends: ok
package main

import (
	"encoding/json"
	"fmt"
)

type config struct {
	Port int `json:"port"`
}

func (c *config) UnmarshalJSON(b []byte) error {
	type plain config
	if err := json.Unmarshal(b, (*plain)(c)); err != nil {
		return err
	}
	if c.Port == 0 {
		c.Port = 80
	}
	return nil
}

func main() {
	var c config
	fmt.Println(json.Unmarshal([]byte(`{"port":1}`), &c))
}
