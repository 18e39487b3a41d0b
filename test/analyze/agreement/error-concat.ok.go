// ends: ok
package main

import (
	"fmt"
	"strconv"
)

type failure struct{ code int }

func (f failure) Error() string {
	return "failure: " + strconv.Itoa(f.code)
}

func main() {
	var err error = failure{3}
	fmt.Println(err)
}
