package main

import "fmt"

func main() {
	ids := []int{7}
	for i := 0; i < len(ids); i++ { // want error growing-loop "ids grows in each iteration"
		ids = append(ids, ids[i]+1)
	}
	fmt.Println(len(ids))
}
