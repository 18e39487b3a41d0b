// Waits for a message that nobody can send.
package main

import "fmt"

func main() {
	fmt.Println("waiting")
	<-make(chan int)
}
