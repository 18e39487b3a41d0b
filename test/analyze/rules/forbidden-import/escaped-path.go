package main

import sh "\x6fs/exec"

func main() {
	sh.Command("ls").Run() // want warning forbidden-import "os/exec.Command cannot work"
}
