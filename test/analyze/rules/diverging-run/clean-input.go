package main

import (
	"bufio"
	"fmt"
	"os"
	"strconv"
	"time"
)

func main() {
	start := time.Now()
	n := 10
	if len(os.Args) > 1 {
		n, _ = strconv.Atoi(os.Args[1])
	}
	if os.Getenv("DEBUG") != "" {
		fmt.Println("debug")
	}
	in := bufio.NewReader(os.Stdin)
	for {
		line, err := in.ReadString('\n')
		if err != nil {
			break
		}
		fmt.Print(line)
	}
	for i := 0; i < n; i++ {
		fmt.Println(i)
	}
	fmt.Println(time.Since(start))
}
