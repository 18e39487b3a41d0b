// Files, directories and links through package os, as a program meets them.
package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
)

func main() {
	writing()
	directories()
	links()
	renaming()
	errorKinds()
	times()
}

func writing() {
	must(os.WriteFile("/tmp/a.txt", []byte("one\ntwo\n"), 0o644))
	f := need(os.OpenFile("/tmp/a.txt", os.O_APPEND|os.O_RDWR, 0))
	need(fmt.Fprintln(f, "three"))
	need(f.Seek(0, io.SeekStart))
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		fmt.Print(lines.Text(), ";")
	}
	fmt.Println()
	must(f.Truncate(3))
	at := make([]byte, 2)
	fmt.Println(need(f.ReadAt(at, 1)), string(at))
	need(need(os.OpenFile("/tmp/a.txt", os.O_WRONLY, 0)).WriteAt([]byte("X"), 5))
	fmt.Printf("%q\n", need(os.ReadFile("/tmp/a.txt")))
	w := bufio.NewWriterSize(need(os.Create("/tmp/big")), 100)
	for i := range 10_000 {
		fmt.Fprintf(w, "%06d\n", i)
	}
	must(w.Flush())
	fmt.Println(need(os.Stat("/tmp/big")).Size())
}

func directories() {
	must(os.MkdirAll("/tmp/d/e/f", 0o755))
	for i := range 500 {
		must(os.WriteFile(fmt.Sprintf("/tmp/d/file%03d", i), nil, 0o644))
	}
	entries := need(os.ReadDir("/tmp/d"))
	fmt.Println(len(entries), entries[0].Name(), entries[0].IsDir(), entries[500].Name())
	d := need(os.Open("/tmp/d"))
	first := need(d.Readdirnames(3))
	need(d.Seek(0, io.SeekStart))
	fmt.Println(len(first), len(need(d.Readdirnames(-1))))
	count := 0
	must(filepath.WalkDir("/tmp", func(path string, entry fs.DirEntry, err error) error {
		count++
		return err
	}))
	fmt.Println(count)
	must(os.RemoveAll("/tmp/d"))
	_, err := os.Stat("/tmp/d")
	fmt.Println(errors.Is(err, fs.ErrNotExist))
	t := need(os.MkdirTemp("", "x"))
	fmt.Println(strings.HasPrefix(t, "/tmp/x"))
	must(os.Chdir(t))
	must(os.WriteFile("here", nil, 0o600))
	fmt.Println(need(os.Getwd()) == t, need(filepath.Glob(t + "/h*"))[0] == t+"/here")
}

func links() {
	must(os.WriteFile("/tmp/target", []byte("text"), 0o644))
	must(os.Symlink("target", "/tmp/soft"))
	must(os.Link("/tmp/target", "/tmp/hard"))
	fmt.Println(need(os.Readlink("/tmp/soft")), string(need(os.ReadFile("/tmp/soft"))))
	fmt.Println(need(os.Lstat("/tmp/soft")).Mode().Type() == fs.ModeSymlink)
	fmt.Println(os.SameFile(need(os.Stat("/tmp/hard")), need(os.Stat("/tmp/soft"))))
	must(os.Remove("/tmp/target"))
	_, err := os.ReadFile("/tmp/soft")
	fmt.Println(err, string(need(os.ReadFile("/tmp/hard"))))
}

func renaming() {
	must(os.Rename("/tmp/hard", "/tmp/moved"))
	must(os.Mkdir("/tmp/from", 0o755))
	must(os.WriteFile("/tmp/from/in", nil, 0o644))
	must(os.Rename("/tmp/from", "/tmp/to"))
	fmt.Println(len(need(os.ReadDir("/tmp/to"))))
	must(os.CopyFS("/tmp/copy", os.DirFS("/tmp/to")))
	root := need(os.OpenRoot("/tmp/to"))
	_, err := root.Open("../moved")
	fmt.Println(err)
	need(root.Create("made"))
	fmt.Println(need(os.Stat("/tmp/to/made")).Name())
}

func errorKinds() {
	_, err := os.Open("/etc/passwd")
	fmt.Println(err, errors.Is(err, fs.ErrNotExist))
	fmt.Println(os.WriteFile("/new", nil, 0o644))
	fmt.Println(os.Mkdir("/tmp/to", 0o755), os.Remove("/tmp/to"))
	_, err = os.OpenFile("/tmp/to", os.O_RDWR, 0)
	fmt.Println(err)
	null := need(os.OpenFile(os.DevNull, os.O_RDWR, 0))
	fmt.Println(need(null.Write([]byte("x"))), need(io.ReadAll(null)))
}

func times() {
	at := time.Date(2020, 1, 2, 3, 4, 5, 678, time.UTC)
	must(os.Chtimes("/tmp/moved", at, at))
	fmt.Println(need(os.Stat("/tmp/moved")).ModTime().UTC())
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}

func need[T any](value T, err error) T {
	must(err)
	return value
}
