package main

func main() {
	done := make(chan struct{})
	close(done)
	n := 0
	for { // want error endless-loop "nothing leaves this loop"
		select {
		case <-done:
			break
		default:
			n++
		}
	}
}
