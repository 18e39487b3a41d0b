package main

func watch(addresses <-chan bool, done chan<- bool) {
	defer close(done)
	for range addresses {
	}
}

func main() {
	addresses := make(chan bool)
	go func() {
		done := make(chan bool)
		go watch(addresses, done)
		<-done
	}()
	close(addresses)
}
