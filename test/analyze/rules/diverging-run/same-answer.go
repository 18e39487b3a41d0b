package main

import (
	"errors"
	"fmt"
)

var errBusy = errors.New("busy")

type client struct{ tries int }

func (c *client) send(msg string) error {
	c.tries++
	if len(msg) > 3 {
		return fmt.Errorf("send %q: %w", msg, errBusy)
	}
	return nil
}

func (c *client) mustSend(msg string) {
	for { // want error diverging-run "same state"
		err := c.send(msg)
		if err == nil {
			return
		}
		if !errors.Is(err, errBusy) {
			panic(err)
		}
	}
}

func main() {
	c := &client{}
	c.mustSend("hi")
	c.mustSend("hello")
	fmt.Println(c.tries)
}
