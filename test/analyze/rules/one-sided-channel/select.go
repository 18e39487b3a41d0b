package main

func main() {
	numbers, names := make(chan int), make(chan string)
	select { // want error one-sided-channel "receiving from numbers never returns"
	case <-numbers:
	case <-names:
	}
}
