package main

import "sync"

func work(group sync.WaitGroup) { defer group.Done() }

func main() {
	var group sync.WaitGroup
	group.Add(1)
	go work(group)
	group.Wait() // want error waitgroup-never-done "nothing calls Done, but 1 is added"
}
