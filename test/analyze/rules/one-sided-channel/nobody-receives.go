package main

import "fmt"

type job struct {
	result chan int
	name   string
}

func (j *job) run() {
	j.result <- len(j.name) // want warning one-sided-channel "sending to j.result never returns: nothing receives from it"
}

func main() {
	j := &job{result: make(chan int), name: "x"}
	go j.run()
	fmt.Println(j.name)
}
