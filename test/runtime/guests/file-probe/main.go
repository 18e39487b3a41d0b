// Tries to read, write and list what is the host's.
package main

import (
	"fmt"
	"os"
)

func main() {
	got := 0
	for _, path := range []string{"/etc/passwd", "/proc/self/environ", "../../etc/passwd", "/root/.ssh/id_rsa"} {
		if data, err := os.ReadFile(path); err == nil {
			fmt.Printf("READ %s: %d bytes\n", path, len(data))
			got++
		}
	}
	if err := os.WriteFile("/etc/owned", []byte("x"), 0o644); err == nil {
		fmt.Println("WROTE /etc/owned")
		got++
	}
	if err := os.Symlink("/etc", "/tmp/etc"); err == nil {
		if _, err := os.ReadFile("/tmp/etc/passwd"); err == nil {
			fmt.Println("ESCAPED by symlink")
			got++
		}
	}
	fmt.Println("environment", len(os.Environ()), "names")
	fmt.Println("got", got)
	if got > 0 {
		os.Exit(1)
	}
}
