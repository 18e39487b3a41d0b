// ends: ok
package main

import (
	"fmt"
)

type notFound struct {
	key string
}

func (e *notFound) Error() string {
	return fmt.Sprintf("lookup failed: %v", e.key)
}

func find(k string) error { return &notFound{k} }

func main() {
	fmt.Println(find("x").Error())
}
