package main

import (
	"fmt"
	"time"
)

type task struct {
	cost int
	done bool
}

func open(tasks []task) (count int) {
	for i := range tasks {
		if !tasks[i].done {
			count++
		}
	}
	return count
}

func work(tasks []task) (spent int) {
	for open(tasks) > 0 { // want warning stuck-loop "nothing in this loop changes what open(tasks) > 0 reads"
		for _, one := range tasks {
			if !one.done {
				spent += one.cost
				one.done = true
			}
		}
	}
	return spent
}

type wallet struct{ coins int }

func spend(w *wallet) {
	w = &wallet{coins: w.coins - 1}
	fmt.Println(w.coins)
}

func empty(w *wallet) {
	for w.coins > 0 { // want warning stuck-loop "nothing in this loop changes what w.coins > 0 reads"
		spend(w)
	}
}

type board [9]int

func (b board) free() (count int) {
	for _, cell := range b {
		if cell == 0 {
			count++
		}
	}
	return count
}

func play(game board) board {
	next := game
	for game.free() > 0 { // want warning stuck-loop "nothing in this loop changes what game.free() > 0 reads"
		next[next.free()-1] = 1
	}
	return next
}

func days(from, to time.Time) (count int) {
	for from.Before(to) { // want warning stuck-loop "nothing in this loop changes what from.Before(to) reads"
		from.AddDate(0, 0, 1)
		count++
	}
	return count
}

type job interface {
	step()
	done() bool
}

type download struct {
	got      int
	finished bool
}

func (d *download) step()      { d.got++ }
func (d *download) done() bool { return d.finished }

func drive(j job) {
	for !j.done() { // want warning stuck-loop "nothing in this loop changes what !j.done() reads"
		j.step()
	}
}

func main() {
	fmt.Println(work(nil), days(time.Time{}, time.Time{}), play(board{1, 1, 1, 1, 1, 1, 1, 1, 1}))
	empty(&wallet{})
	drive(&download{finished: true})
}
