// ends: ok
package main

import (
	"fmt"
	"sync"
)

var (
	once sync.Once
	conf map[string]string
)

func config() map[string]string {
	once.Do(func() {
		conf = map[string]string{"home": "/"}
		conf["data"] = defaults()["home"] + "data"
	})
	return conf
}

func defaults() map[string]string {

	return conf
}

func main() {
	fmt.Println(config())
}
