package main

func wait(stop <-chan bool) {
	for range stop { // want error one-sided-channel "ranging over stop never returns"
	}
}

func main() {
	stop := make(chan bool)
	wait(stop)
}
