package main

func ping() {
	go pong() // want error spawn-bomb "ping, pong start one another on every path"
	select {}
}

func pong() {
	go ping() // want warning spawn-bomb "ping, pong start one another"
	select {}
}

func main() { ping() }
