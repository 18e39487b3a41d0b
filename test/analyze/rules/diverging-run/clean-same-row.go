package main

func main() {
	const n = 100000
	rows := make([][]int, n)
	for i := range rows {
		rows[0] = make([]int, n)
		rows[i] = nil
	}
}
