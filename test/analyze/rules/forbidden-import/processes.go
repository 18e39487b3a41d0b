package main

import (
	"fmt"
	run "os/exec"
)

func main() {
	out, err := run.Command("id").Output() // want warning forbidden-import "os/exec.Command cannot work"
	fmt.Println(string(out), err)
	var failed *run.ExitError
	_ = failed
}
