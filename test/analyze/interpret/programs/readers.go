package main

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
)

type slow struct {
	text string
	at   int
}

func (s *slow) Read(p []byte) (int, error) {
	if s.at >= len(s.text) {
		return 0, io.EOF
	}
	n := copy(p, s.text[s.at:min(s.at+3, len(s.text))])
	s.at += n
	return n, nil
}

type counter struct{ n int }

func (c *counter) Write(p []byte) (int, error) {
	c.n += len(p)
	return len(p), nil
}

func scan(r io.Reader, split bufio.SplitFunc) {
	sc := bufio.NewScanner(r)
	if split != nil {
		sc.Split(split)
	}
	for sc.Scan() {
		fmt.Printf("%q,", sc.Text())
	}
	fmt.Println(sc.Err(), sc.Text() == "")
}

func main() {
	scan(strings.NewReader("one\ntwo\r\n\nthree"), nil)
	scan(&slow{text: "  a bc\n def  g "}, bufio.ScanWords)
	scan(strings.NewReader("xyz"), bufio.ScanRunes)
	scan(strings.NewReader("pq"), bufio.ScanBytes)
	scan(strings.NewReader("a,b,c"), func(data []byte, atEOF bool) (int, []byte, error) {
		if i := bytes.IndexByte(data, ','); i >= 0 {
			return i + 1, data[:i], nil
		}
		if atEOF && len(data) > 0 {
			return len(data), data, bufio.ErrFinalToken
		}
		return 0, nil, nil
	})
	small := bufio.NewScanner(strings.NewReader("a long line that does not fit"))
	small.Buffer(make([]byte, 4), 8)
	fmt.Println(small.Scan(), small.Err())
	r := bufio.NewReader(&slow{text: "alpha beta\ngamma"})
	line, err := r.ReadString('\n')
	fmt.Printf("%q %v\n", line, err)
	p, err := r.Peek(3)
	fmt.Println(string(p), err, r.Buffered())
	c, _ := r.ReadByte()
	r.UnreadByte()
	x, size, _ := r.ReadRune()
	fmt.Println(c, x, size)
	line, err = r.ReadString('\n')
	fmt.Printf("%q %v\n", line, err)
	_, err = r.ReadByte()
	fmt.Println(err == io.EOF, errors.Is(err, io.EOF))
	lines := bufio.NewReader(strings.NewReader("l1\r\nl2\n"))
	for {
		text, more, err := lines.ReadLine()
		fmt.Printf("%q %v %v;", text, more, err)
		if err != nil {
			break
		}
	}
	fmt.Println()
	all, err := io.ReadAll(io.LimitReader(io.MultiReader(strings.NewReader("ab"), &slow{text: "cdefgh"}), 7))
	fmt.Println(string(all), err)
	var out bytes.Buffer
	n, err := io.Copy(&out, strings.NewReader("copied"))
	fmt.Println(n, err, out.String(), out.Len())
	buf := make([]byte, 4)
	_, err = io.ReadFull(strings.NewReader("abc"), buf)
	fmt.Println(string(buf[:3]), err)
	cnt := &counter{}
	w := bufio.NewWriterSize(cnt, 16)
	fmt.Fprintf(w, "%d apples and %s\n", 12, "pears")
	w.WriteString("x")
	w.WriteByte('y')
	fmt.Println(cnt.n, w.Buffered(), w.Available())
	w.Flush()
	fmt.Println(cnt.n)
	file := bufio.NewWriter(os.Stdout)
	fmt.Fprintln(file, "to the file", 1, 2)
	file.WriteString("and more\n")
	file.Flush()
	tee := io.TeeReader(strings.NewReader("tee"), &out)
	io.ReadAll(tee)
	fmt.Fprint(io.MultiWriter(&out, io.Discard), "!")
	b, err := out.ReadByte()
	s, err2 := out.ReadString('t')
	fmt.Println(b, err, s, err2, out.String())
	_, err = out.ReadBytes('?')
	fmt.Println(err, out.Len())
	rd := strings.NewReader("seek")
	rd.Seek(2, io.SeekStart)
	rest, _ := io.ReadAll(rd)
	fmt.Println(string(rest), rd.Len(), rd.Size())
	data := binary.AppendUvarint(binary.AppendVarint(nil, -300), 1<<40)
	v, k := binary.Varint(data)
	u, k2 := binary.Uvarint(data[k:])
	fmt.Println(v, k, u, k2, len(data))
	u, k = binary.Uvarint(data[:1])
	fmt.Println(u, k)
	word := binary.BigEndian.AppendUint32(nil, 0xdeadbeef)
	fmt.Println(word, binary.LittleEndian.Uint16(word), binary.BigEndian.Uint32(word))
	binary.LittleEndian.PutUint64(append(word, 0, 0, 0, 0), 77)
	fmt.Println(word, bytes.Fields([]byte(" a b ")), bytes.Equal(word, nil))
}
