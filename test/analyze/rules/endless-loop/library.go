package spin

// Forever never returns.
func Forever() {
	n := 0
	for { // want error endless-loop "nothing leaves this loop"
		n++
	}
}

func sometimes(stop bool) {
	if stop {
		return
	}
	for { // want warning endless-loop "nothing leaves this loop"
	}
}

func background() {
	for { // want warning endless-loop "nothing leaves this loop"
	}
}

func Start() {
	go background()
	go func() {
		for { // want warning endless-loop "nothing leaves this loop"
		}
	}()
	sometimes(true)
}
