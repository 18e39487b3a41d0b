// ends: ok
package main

import (
	"errors"
	"fmt"
)

func fetch(u string) error {
	if u == "b" {
		return errors.New("bad " + u)
	}
	return nil
}

func all(urls []string) error {
	errc := make(chan error, len(urls))
	for _, u := range urls {
		go func(u string) {
			errc <- fetch(u)
		}(u)
	}
	for range urls {
		if err := <-errc; err != nil {
			return err
		}
	}
	return nil
}

func main() {
	fmt.Println(all([]string{"b", "b", "b"}))
}
