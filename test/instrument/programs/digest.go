package main

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
)

func main() {
	text := "seed"
	for i := 0; i < 300; i++ {
		sum := sha256.Sum256([]byte(strings.Repeat(text, 4)))
		text = hex.EncodeToString(sum[:])
		text = strings.ToUpper(text[:32]) + strings.ReplaceAll(text[32:], "a", "bb")
	}
	fmt.Println(text)
}
