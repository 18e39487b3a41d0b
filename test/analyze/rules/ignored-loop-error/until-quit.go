package main

import (
	"bufio"
	"fmt"
	"os"
	"time"
)

func main() {
	start := time.Now()
	sc := bufio.NewScanner(os.Stdin)
	sc.Scan()
	for sc.Text() != "quit" { // want warning ignored-loop-error "ignored"
		fmt.Println("you said", sc.Text())
		sc.Scan()
	}
	fmt.Println(time.Since(start))
}
