// Tries to reach the network.
package main

import (
	"fmt"
	"net"
	"os"
	"time"
)

func main() {
	connection, err := net.DialTimeout("tcp", "127.0.0.1:22", time.Second)
	if err == nil {
		fmt.Println("connected to", connection.RemoteAddr())
		os.Exit(1)
	}
	fmt.Println("no network:", err)
}
