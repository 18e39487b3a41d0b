package main

import "fmt"

func serve(jobs <-chan int, done <-chan struct{}) {
	for { // want warning endless-loop "nothing leaves this loop"
		select { // want warning stuck-when-run "this select never ends when the program runs"
		case job := <-jobs:
			fmt.Println(job)
		case <-done:
			fmt.Println("done")
			break
		}
	}
}

// An early end of a case is no attempt to leave the loop.
func filter(jobs <-chan int) {
	for {
		select { // want warning stuck-when-run "this receive never ends when the program runs"
		case job := <-jobs:
			if job == 0 {
				break
			}
			fmt.Println(job)
		}
	}
}

func main() {
	go filter(nil)
	serve(nil, nil)
}
