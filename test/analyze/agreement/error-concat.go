// ends: stack-overflow
package main

import (
	"fmt"
)

type failure struct{ code int }

func (f failure) Error() string {
	return "failure: " + f.Error()
}

func main() {
	var err error = failure{3}
	fmt.Println(err)
}
