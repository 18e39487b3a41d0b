// ends: ok
package main

import (
	"fmt"
)

func bump(board *[3]int, i int) {
	board[i]++
}

func main() {
	var board [3]int
	turn := 0
	for board[0] < 3 {
		bump(&board, turn%3)
		turn++
	}
	fmt.Println(board, turn)
}
