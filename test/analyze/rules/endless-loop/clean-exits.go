package main

import (
	"errors"
	"fmt"
	"log"
	"os"
	"runtime"
)

func bail(x int) {
	fmt.Println("bail", x)
	os.Exit(0)
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}

func byBreak() (n int) {
	for {
		if n++; n > 10 {
			break
		}
	}
	return n
}

func byLabel() (n int) {
outer:
	for {
		for {
			switch {
			case n > 10:
				break outer
			case n == 5:
				n++
				continue outer
			default:
				n++
			}
		}
	}
	return n
}

func byGoto() (n int) {
	for {
		if n++; n > 10 {
			goto done
		}
	}
done:
	return n
}

func byReturn() (n int) {
	for {
		if n++; n > 10 {
			return
		}
	}
}

func byPanic(n int) {
	for {
		if n++; n > 10 {
			panic("large")
		}
	}
}

func byCalleePanic(n int) {
	for {
		if n++; n > 10 {
			check(errors.New("large"))
		}
	}
}

func byFatal(n int) {
	for {
		if n++; n > 10 {
			log.Fatalln(n)
		}
	}
}

func byGoexit(n int) {
	for {
		if n++; n > 10 {
			runtime.Goexit()
		}
	}
}

func byUnknown(f func() bool) {
	for {
		f()
	}
}

func backwardGoto() (i int) {
again:
	i++
	if i < 10 {
		goto again
	}
	return i
}

func main() {
	fmt.Println(byBreak(), byLabel(), byGoto(), byReturn(), backwardGoto())
	if false {
		for {
		}
	}
	const debug = 0
	if debug > 0 {
		for {
		}
	}
	byUnknown(func() bool { panic("enough") })
	byPanic(0)
	byCalleePanic(0)
	byFatal(0)
	byGoexit(0)
	x := 1
	for {
		if x++; x&0xff == 0 {
			bail(x)
		}
	}
}

// ends: with a panic
