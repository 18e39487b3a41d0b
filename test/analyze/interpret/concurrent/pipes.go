package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strings"
)

func lines(r io.Reader) (got []string) {
	sc := bufio.NewScanner(r)
	for sc.Scan() {
		got = append(got, sc.Text())
	}
	return got
}

func main() {
	r, w := io.Pipe()
	go func() {
		for i := range 3 {
			fmt.Fprintf(w, "row %d\n", i)
		}
		w.Close()
	}()
	fmt.Println(lines(r))

	r, w = io.Pipe()
	go func() {
		n, err := io.Copy(w, strings.NewReader("a longer text"))
		w.CloseWithError(fmt.Errorf("after %d: %v", n, err))
	}()
	buf := make([]byte, 5)
	for {
		n, err := r.Read(buf)
		fmt.Printf("%q %v\n", buf[:n], err)
		if err != nil {
			break
		}
	}

	r, w = io.Pipe()
	done := make(chan bool)
	go func() {
		n, err := w.Write([]byte("0123456789"))
		fmt.Println(n, err)
		n, err = w.Write([]byte("more"))
		fmt.Println(n, err)
		done <- true
	}()
	io.ReadFull(r, buf[:4])
	r.CloseWithError(errors.New("enough"))
	<-done
	n, err := r.Read(buf)
	fmt.Println(n, err, err == io.ErrClosedPipe, string(buf[:4]))
	n, err = w.Write(nil)
	fmt.Println(n, err, w.Close())
}
