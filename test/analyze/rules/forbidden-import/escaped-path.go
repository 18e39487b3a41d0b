package main

import sh "\x6fs/exec"

func main() {
	sh.Command("ls").Run() // want "os/exec.Command cannot work"
}
