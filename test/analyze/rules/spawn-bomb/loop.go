package main

func work(n int) int { return n * n }

func main() {
	for n := 0; ; n++ { // want error endless-loop "nothing leaves" want error spawn-bomb "this loop starts goroutines without end"
		go work(n)
	}
}
