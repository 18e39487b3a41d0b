package main

func main() {
	const n = 30000
	var rows [][]int32
	for i := 0; i < n; i++ {
		rows = append(rows, make([]int32, i+1))
	}
	println(len(rows))
}
