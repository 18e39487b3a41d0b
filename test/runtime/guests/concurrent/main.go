// Prints what a scheduler, a seed or a clock decides: goroutine order, select, map order, random numbers, timers.
package main

import (
	crand "crypto/rand"
	"fmt"
	"math/rand/v2"
	"os"
	"sync"
	"time"
)

func main() {
	var group sync.WaitGroup
	order := make(chan int, 100)
	for i := range 50 {
		group.Go(func() {
			time.Sleep(time.Duration(rand.IntN(3)) * 100 * time.Millisecond)
			order <- i
		})
	}
	group.Wait()
	ticker := time.NewTicker(250 * time.Millisecond)
	close(order)
	for i := range order {
		fmt.Print(i, " ")
	}
	fmt.Println()

	a, b := make(chan int, 50), make(chan int, 50)
	for i := range 50 {
		a <- i
		b <- i
	}
	for range 100 {
		select {
		case <-a:
			fmt.Print("a")
		case <-b:
			fmt.Print("b")
		}
	}
	fmt.Println()

	squares := map[int]int{}
	for i := range 40 {
		squares[i] = i * i
	}
	for key := range squares {
		fmt.Print(key, " ")
	}
	bytes := make([]byte, 16)
	crand.Read(bytes)
	fmt.Printf("\n%x %v %d\n", bytes, rand.Perm(10), time.Now().UnixNano())

	for range 3 {
		fmt.Fprintln(os.Stderr, (<-ticker.C).UnixNano())
	}
}
