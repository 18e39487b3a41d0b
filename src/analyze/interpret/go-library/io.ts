import { PIPE } from "./pipe.ts";

/** Package io. */
export const IO: string = `package io

import (
	"errors"
	"internal/run"
	"sync"
)

type Reader interface {
	Read(p []byte) (n int, err error)
}

type Writer interface {
	Write(p []byte) (n int, err error)
}

type Closer interface {
	Close() error
}

type Seeker interface {
	Seek(offset int64, whence int) (int64, error)
}

type ReadWriter interface {
	Reader
	Writer
}

type ReadCloser interface {
	Reader
	Closer
}

type WriteCloser interface {
	Writer
	Closer
}

type ReadWriteCloser interface {
	Reader
	Writer
	Closer
}

type ReadSeeker interface {
	Reader
	Seeker
}

type ByteReader interface {
	ReadByte() (byte, error)
}

type ByteScanner interface {
	ByteReader
	UnreadByte() error
}

type ByteWriter interface {
	WriteByte(c byte) error
}

type RuneReader interface {
	ReadRune() (r rune, size int, err error)
}

type RuneScanner interface {
	RuneReader
	UnreadRune() error
}

type StringWriter interface {
	WriteString(s string) (n int, err error)
}

type WriterTo interface {
	WriteTo(w Writer) (n int64, err error)
}

type ReaderFrom interface {
	ReadFrom(r Reader) (n int64, err error)
}

const (
	SeekStart   = 0
	SeekCurrent = 1
	SeekEnd     = 2
)

var EOF = errors.New("EOF")
var ErrUnexpectedEOF = errors.New("unexpected EOF")
var ErrShortWrite = errors.New("short write")
var ErrShortBuffer = errors.New("short buffer")
var ErrNoProgress = errors.New("multiple Read calls return no data or error")
var ErrClosedPipe = errors.New("io: read/write on closed pipe")

func ReadAll(r Reader) ([]byte, error) {
	all := make([]byte, 0, 512)
	for {
		n, err := r.Read(all[len(all):cap(all)])
		all = all[:len(all)+n]
		if err != nil {
			if err == EOF {
				err = nil
			}
			return all, err
		}
		if len(all) == cap(all) {
			all = append(all, 0)[:len(all)]
		}
	}
}

func ReadAtLeast(r Reader, p []byte, least int) (n int, err error) {
	if len(p) < least {
		return 0, ErrShortBuffer
	}
	for n < least && err == nil {
		var more int
		more, err = r.Read(p[n:])
		n += more
	}
	if n >= least {
		err = nil
	} else if n > 0 && err == EOF {
		err = ErrUnexpectedEOF
	}
	return
}

func ReadFull(r Reader, p []byte) (n int, err error) { return ReadAtLeast(r, p, len(p)) }

func WriteString(w Writer, s string) (n int, err error) {
	if own, ok := w.(StringWriter); ok {
		return own.WriteString(s)
	}
	return w.Write([]byte(s))
}

func Copy(to Writer, from Reader) (int64, error) {
	if own, ok := from.(WriterTo); ok {
		return own.WriteTo(to)
	}
	if own, ok := to.(ReaderFrom); ok {
		return own.ReadFrom(from)
	}
	size := 32 * 1024
	if limited, ok := from.(*LimitedReader); ok && int64(size) > limited.N {
		size = int(max(1, limited.N))
	}
	return copyBy(to, from, make([]byte, size))
}

func CopyBuffer(to Writer, from Reader, p []byte) (int64, error) {
	if p == nil || len(p) == 0 {
		run.GiveUp("an empty buffer")
	}
	if own, ok := from.(WriterTo); ok {
		return own.WriteTo(to)
	}
	return copyBy(to, from, p)
}

func copyBy(to Writer, from Reader, p []byte) (total int64, err error) {
	for {
		n, failed := from.Read(p)
		if n > 0 {
			written, broken := to.Write(p[:n])
			total += int64(written)
			if broken != nil {
				return total, broken
			}
			if n != written {
				return total, ErrShortWrite
			}
		}
		if failed != nil {
			if failed != EOF {
				err = failed
			}
			return total, err
		}
	}
}

func CopyN(to Writer, from Reader, n int64) (int64, error) {
	copied, err := Copy(to, LimitReader(from, n))
	if copied == n {
		return n, nil
	}
	if copied < n && err == nil {
		err = EOF
	}
	return copied, err
}

type LimitedReader struct {
	R Reader
	N int64
}

func LimitReader(r Reader, n int64) Reader { return &LimitedReader{r, n} }

func (l *LimitedReader) Read(p []byte) (n int, err error) {
	if l.N <= 0 {
		return 0, EOF
	}
	if int64(len(p)) > l.N {
		p = p[:l.N]
	}
	n, err = l.R.Read(p)
	l.N -= int64(n)
	return
}

type multiReader struct {
	readers []Reader
}

func MultiReader(readers ...Reader) Reader {
	own := make([]Reader, len(readers))
	copy(own, readers)
	return &multiReader{own}
}

func (m *multiReader) Read(p []byte) (n int, err error) {
	for len(m.readers) > 0 {
		n, err = m.readers[0].Read(p)
		if err == EOF {
			m.readers = m.readers[1:]
		}
		if n > 0 || err != EOF {
			if err == EOF && len(m.readers) > 0 {
				err = nil
			}
			return
		}
	}
	return 0, EOF
}

type multiWriter struct {
	writers []Writer
}

func MultiWriter(writers ...Writer) Writer {
	return &multiWriter{append([]Writer(nil), writers...)}
}

func (m *multiWriter) Write(p []byte) (n int, err error) {
	for _, w := range m.writers {
		n, err = w.Write(p)
		if err != nil {
			return
		}
		if n != len(p) {
			return n, ErrShortWrite
		}
	}
	return len(p), nil
}

type teeReader struct {
	r Reader
	w Writer
}

func TeeReader(r Reader, w Writer) Reader { return &teeReader{r, w} }

func (t *teeReader) Read(p []byte) (n int, err error) {
	n, err = t.r.Read(p)
	if n > 0 {
		if n, err := t.w.Write(p[:n]); err != nil {
			return n, err
		}
	}
	return
}

type nopCloser struct {
	Reader
}

func (nopCloser) Close() error { return nil }

func NopCloser(r Reader) ReadCloser { return nopCloser{r} }

type discard struct{}

func (discard) Write(p []byte) (int, error)       { return len(p), nil }
func (discard) WriteString(s string) (int, error) { return len(s), nil }

func (discard) ReadFrom(r Reader) (total int64, err error) {
	p := make([]byte, 8192)
	for {
		n, err := r.Read(p)
		total += int64(n)
		if err != nil {
			if err == EOF {
				return total, nil
			}
			return total, err
		}
	}
}

var Discard Writer = discard{}
${PIPE}`;
