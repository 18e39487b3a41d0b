// Prints what time and chance look like to it.
package main

import (
	"crypto/rand"
	"fmt"
	"time"
)

func main() {
	start := time.Now()
	fmt.Println(start.UTC().Format("2006-01-02 15:04:05"))
	time.Sleep(time.Hour)
	fmt.Println("slept", time.Since(start).Round(time.Second))
	fmt.Println("elapsed", time.Since(start).Nanoseconds())
	secret := make([]byte, 16)
	rand.Read(secret)
	fmt.Printf("%x\n", secret)
	names := map[string]bool{"a": true, "b": true, "c": true, "d": true, "e": true, "f": true}
	for name := range names {
		fmt.Print(name)
	}
	fmt.Println()
}
