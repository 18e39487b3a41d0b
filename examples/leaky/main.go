// Leaky takes the first of three answers and forgets the two goroutines that bring the others.
//
// Try: npx sandglass run examples/leaky/main.go
// Each forgotten goroutine waits for ever to send on a channel that nobody reads again. The program
// prints the right answer and ends, which is why such leaks are found late: in a server they pile up.
// The cure: give the channel room for every answer, make(chan string, 3), and the count drops to 0.
package main

import (
	"fmt"
	"runtime"
)

func main() {
	fmt.Println("the first answer:", first())
	for range 10 {
		runtime.Gosched() // let the losers run until they block
	}
	fmt.Println("goroutines still waiting to send:", runtime.NumGoroutine()-1)
}

func first() string {
	answers := make(chan string)
	for range 3 {
		go func() { answers <- "sand" }()
	}
	return <-answers
}
