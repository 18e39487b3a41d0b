package main

const true = false

func once() {
	for true {
	}
}

func flip() {
	false := 1 == 1
	for !false {
	}
}

func count() {
	var iota = 0
	for iota < 3 {
		iota++
	}
}

func main() {
	once()
	flip()
	count()
}
