package main

import (
	"fmt"
	"sync"
)

var (
	once     sync.Once
	settings map[string]string
)

func load() map[string]string {
	once.Do(func() { // want error nested-once "called again from inside"
		settings = map[string]string{"root": "/srv", "logs": resolve("logs")}
	})
	return settings
}

func resolve(name string) string {
	return load()["root"] + "/" + name
}

func main() {
	fmt.Println(load()["logs"])
}
