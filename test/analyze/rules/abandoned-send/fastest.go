package main

import "fmt"

func fastest(mirrors []string) string {
	replies := make(chan string)
	for _, m := range mirrors {
		go func() { replies <- "from " + m }() // want warning abandoned-send "fewer values are received than sent"
	}
	return <-replies
}

func main() { fmt.Println(fastest([]string{"a", "b"})) }
