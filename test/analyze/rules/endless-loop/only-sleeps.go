package main

import "time"

func main() {
	for { // want warning endless-loop "it only sleeps"
		time.Sleep(time.Hour)
	}
}
