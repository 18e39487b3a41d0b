package main

import "time"

func thrice() {
	beat := time.NewTicker(time.Millisecond) // want info ticker-without-stop "beat is never stopped"
	for range 3 {
		<-beat.C
	}
}

func main() { thrice() }
