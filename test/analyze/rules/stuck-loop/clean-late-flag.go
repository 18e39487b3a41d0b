package main

func main() {
	done := false
	for i := 0; !done; i++ {
		done = i*i > 50
	}
}
