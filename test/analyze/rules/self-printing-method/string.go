package main

import "fmt"

type point struct{ x, y int }

func (p point) String() string {
	return fmt.Sprintf("point %v", p) // want error self-printing-method "fmt.Sprintf calls point.String"
}

func main() { fmt.Println(point{1, 2}) }
