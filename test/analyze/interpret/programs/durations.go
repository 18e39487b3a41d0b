package main

import (
	"fmt"
	"time"
)

func main() {
	d := 90*time.Minute + 30*time.Second
	fmt.Println(d, d.Hours(), d.Minutes(), time.Duration(1500)*time.Microsecond, 2*time.Nanosecond, time.Duration(0), -d, d/7)
	fmt.Println(time.Duration(1.5*float64(time.Second)), d > time.Hour, (3 * time.Second).Milliseconds())
	fmt.Printf("%v|%5d|%-5s|%5s|%q|%x|%t|%+v|%s\n", d, 42, "ab", "cd", "q\"t", "hex", true, struct{ A, B int }{1, 2}, []string{"x", "y"})
	fmt.Printf("%d%% %v %v %v %v\n", 50, []any{1, "a", nil, 2.5}, [2]bool{true}, map[int]string{2: "b", 1: "a"}, &struct{ N int }{3})
	fmt.Println([]byte("hi"), []string(nil), map[string]int(nil), [0]int{}, error(nil), 'x', "tab\tend")
	fmt.Print("a", "b", 1, 2, "c", 3.5, "\n")
}
