package main

func main() {
	i := 5
	for i > 0 { // want error wrong-direction "leads away"
		i = i + 1
	}
}
