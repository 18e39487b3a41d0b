package main

func numbers(n int) <-chan int {
	out := make(chan int, n)
	for i := range n {
		out <- i
	}
	close(out)
	return out
}

func squares(in <-chan int) <-chan int {
	out := make(chan int)
	go func() {
		defer close(out)
		for v := range in {
			out <- v * v // want warning abandoned-send "may leave its loop"
		}
	}()
	return out
}

func doubles(in <-chan int) <-chan int {
	out := make(chan int)
	go func() {
		defer close(out)
		for v := range in {
			out <- v * 2
		}
	}()
	return out
}

func main() {
	for v := range squares(numbers(10)) {
		if v > 10 {
			break
		}
	}
	sum := 0
	for v := range doubles(numbers(10)) {
		sum += v
	}
	println(sum)
}
