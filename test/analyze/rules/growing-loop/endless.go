package main

func main() {
	var seen []int
	for n := 0; ; n++ { // want error endless-loop "nothing leaves" want error growing-loop "seen grows without end"
		seen = append(seen, n)
	}
}
