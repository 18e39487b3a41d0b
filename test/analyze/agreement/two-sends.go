// ends: leak
package main

import (
	"errors"
	"fmt"
)

func check(name string) error {
	if name == "" {
		return errors.New("empty")
	}
	return nil
}

func validate(name string) error {
	res := make(chan error)
	go func() {
		res <- check(name)
		res <- check(name + "!")
	}()
	return <-res
}

func main() {
	fmt.Println(validate("x"))
}
