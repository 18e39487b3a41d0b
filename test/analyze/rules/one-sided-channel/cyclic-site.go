package main

import "fmt"

var site = map[string][]string{
	"/":     {"/news", "/about"},
	"/news": {"/", "/about", "/news"},
	"/about": {
		"/",
		"/news",
	},
}

func crawl(page string, done chan bool) {
	for _, link := range site[page] {
		go crawl(link, done) // want error one-sided-channel "they wait for ever"
	}
	<-done
}

func main() {
	done := make(chan bool)
	crawl("/", done)
	fmt.Println("done")
}
