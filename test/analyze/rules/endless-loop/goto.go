package main

func main() {
	i := 0
again: // want error endless-loop "the goto below always comes back here"
	i++
	if i < 0 {
		i = 0
	}
	goto again
}
