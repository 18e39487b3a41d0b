/** Package bytes, but for its buffer; of text that is not changed most is done on strings. */
export const BYTES: string = String.raw`package bytes

import (
	"io"
	"strings"
)

type Reader struct {
	data []byte
	at   int64
}

func NewReader(p []byte) *Reader { return &Reader{p, 0} }

func (r *Reader) Len() int {
	if r.at >= int64(len(r.data)) {
		return 0
	}
	return int(int64(len(r.data)) - r.at)
}

func (r *Reader) Size() int64 { return int64(len(r.data)) }

func (r *Reader) Read(p []byte) (n int, err error) {
	if r.at >= int64(len(r.data)) {
		return 0, io.EOF
	}
	n = copy(p, r.data[r.at:])
	r.at += int64(n)
	return
}

func (r *Reader) ReadByte() (byte, error) {
	if r.at >= int64(len(r.data)) {
		return 0, io.EOF
	}
	c := r.data[r.at]
	r.at++
	return c, nil
}

func Equal(a, b []byte) bool          { return string(a) == string(b) }
func Compare(a, b []byte) int         { return strings.Compare(string(a), string(b)) }
func Contains(a, b []byte) bool       { return strings.Contains(string(a), string(b)) }
func Index(a, b []byte) int           { return strings.Index(string(a), string(b)) }
func LastIndex(a, b []byte) int       { return strings.LastIndex(string(a), string(b)) }
func IndexByte(a []byte, c byte) int  { return strings.IndexByte(string(a), c) }
func Count(a, b []byte) int           { return strings.Count(string(a), string(b)) }
func HasPrefix(a, b []byte) bool      { return strings.HasPrefix(string(a), string(b)) }
func HasSuffix(a, b []byte) bool      { return strings.HasSuffix(string(a), string(b)) }
func EqualFold(a, b []byte) bool      { return strings.EqualFold(string(a), string(b)) }
func ToUpper(a []byte) []byte         { return []byte(strings.ToUpper(string(a))) }
func ToLower(a []byte) []byte         { return []byte(strings.ToLower(string(a))) }
func Repeat(a []byte, n int) []byte   { return []byte(strings.Repeat(string(a), n)) }
func Clone(a []byte) []byte {
	if a == nil {
		return nil
	}
	return append([]byte{}, a...)
}

func ReplaceAll(a, old, new []byte) []byte {
	return []byte(strings.ReplaceAll(string(a), string(old), string(new)))
}

func TrimPrefix(a, b []byte) []byte {
	if HasPrefix(a, b) {
		return a[len(b):]
	}
	return a
}

func TrimSuffix(a, b []byte) []byte {
	if HasSuffix(a, b) {
		return a[:len(a)-len(b)]
	}
	return a
}

func TrimSpace(a []byte) []byte {
	s := string(a)
	left := strings.TrimLeft(s, " \t\n\v\f\r")
	if left == "" {
		return nil
	}
	low := len(s) - len(left)
	high := low + len(strings.TrimRight(left, " \t\n\v\f\r"))
	return a[low:high]
}

func Cut(a, by []byte) (before, after []byte, found bool) {
	if at := Index(a, by); at >= 0 {
		return a[:at], a[at+len(by):], true
	}
	return a, nil, false
}

func Split(a, by []byte) [][]byte {
	var all [][]byte
	if len(by) == 0 {
		low := 0
		for at := range string(a) {
			if at > low {
				all = append(all, a[low:at:at])
				low = at
			}
		}
		if low < len(a) {
			all = append(all, a[low:])
		}
		return all
	}
	for {
		at := Index(a, by)
		if at < 0 {
			return append(all, a)
		}
		all = append(all, a[:at:at])
		a = a[at+len(by):]
	}
}

func Fields(a []byte) [][]byte {
	var all [][]byte
	low := -1
	for at, c := range a {
		if c == ' ' || '\t' <= c && c <= '\r' {
			if low >= 0 {
				all = append(all, a[low:at:at])
				low = -1
			}
		} else if low < 0 {
			low = at
		}
	}
	if low >= 0 {
		all = append(all, a[low:len(a):len(a)])
	}
	return all
}
`;
