package main

func main() {
	open := 0
	for port := uint16(1); int(port) < 70000; port++ { // want error unsigned-always-true "always true"
		open ^= int(port)
	}
	for port := uint32(1); int(port) < 70000; port++ {
		open ^= int(port)
	}
	println(open)
}
