// Sleeps for an hour after it said so.
package main

import (
	"fmt"
	"time"
)

func main() {
	fmt.Println("good night")
	start := time.Now()
	time.Sleep(time.Hour)
	fmt.Println("slept", time.Since(start).Round(time.Second))
}
