/** What of package strings needs state, functions of the guest or iterators; the rest is in library/strings.ts. */
export const STRINGS: string = String.raw`package strings

import (
	"errors"
	"internal/run"
	"io"
	"iter"
	"strings"
	"unicode"
	"unicode/utf8"
)

type Reader struct {
	text string
	at   int64
	last int
}

func NewReader(s string) *Reader { return &Reader{s, 0, -1} }

func (r *Reader) Len() int {
	if r.at >= int64(len(r.text)) {
		return 0
	}
	return int(int64(len(r.text)) - r.at)
}

func (r *Reader) Size() int64 { return int64(len(r.text)) }

func (r *Reader) Reset(s string) { *r = Reader{s, 0, -1} }

func (r *Reader) Read(p []byte) (n int, err error) {
	if r.at >= int64(len(r.text)) {
		return 0, io.EOF
	}
	r.last = -1
	n = copy(p, r.text[r.at:])
	r.at += int64(n)
	return n, nil
}

func (r *Reader) ReadByte() (byte, error) {
	r.last = -1
	if r.at >= int64(len(r.text)) {
		return 0, io.EOF
	}
	c := r.text[r.at]
	r.at++
	return c, nil
}

func (r *Reader) UnreadByte() error {
	if r.at <= 0 {
		return errors.New("strings.Reader.UnreadByte: at beginning of string")
	}
	r.last = -1
	r.at--
	return nil
}

func (r *Reader) ReadRune() (c rune, size int, err error) {
	if r.at >= int64(len(r.text)) {
		r.last = -1
		return 0, 0, io.EOF
	}
	r.last = int(r.at)
	c, size = utf8.DecodeRuneInString(r.text[r.at:])
	r.at += int64(size)
	return c, size, nil
}

func (r *Reader) UnreadRune() error {
	if r.at <= 0 {
		return errors.New("strings.Reader.UnreadRune: at beginning of string")
	}
	if r.last < 0 {
		return errors.New("strings.Reader.UnreadRune: previous operation was not ReadRune")
	}
	r.at = int64(r.last)
	r.last = -1
	return nil
}

func (r *Reader) ReadAt(p []byte, from int64) (n int, err error) {
	if from < 0 {
		return 0, errors.New("strings.Reader.ReadAt: negative offset")
	}
	if from >= int64(len(r.text)) {
		return 0, io.EOF
	}
	n = copy(p, r.text[from:])
	if n < len(p) {
		err = io.EOF
	}
	return
}

func (r *Reader) Seek(offset int64, whence int) (int64, error) {
	r.last = -1
	switch whence {
	case io.SeekStart:
	case io.SeekCurrent:
		offset += r.at
	case io.SeekEnd:
		offset += int64(len(r.text))
	default:
		return 0, errors.New("strings.Reader.Seek: invalid whence")
	}
	if offset < 0 {
		return 0, errors.New("strings.Reader.Seek: negative position")
	}
	r.at = offset
	return offset, nil
}

func (r *Reader) WriteTo(w io.Writer) (int64, error) {
	r.last = -1
	if r.at >= int64(len(r.text)) {
		return 0, nil
	}
	s := r.text[r.at:]
	n, err := io.WriteString(w, s)
	r.at += int64(n)
	if n != len(s) && err == nil {
		err = io.ErrShortWrite
	}
	return int64(n), err
}

type Replacer struct {
	pairs []string
}

func NewReplacer(pairs ...string) *Replacer {
	if len(pairs)%2 == 1 {
		panic("strings.NewReplacer: odd argument count")
	}
	for at := 0; at < len(pairs); at += 2 {
		if pairs[at] == "" {
			run.GiveUp("replacing nothing")
		}
	}
	return &Replacer{append([]string(nil), pairs...)}
}

func (r *Replacer) Replace(s string) string {
	var b strings.Builder
	from := 0
next:
	for at := 0; at < len(s); {
		for pair := 0; pair < len(r.pairs); pair += 2 {
			if strings.HasPrefix(s[at:], r.pairs[pair]) {
				b.WriteString(s[from:at])
				b.WriteString(r.pairs[pair+1])
				at += len(r.pairs[pair])
				from = at
				continue next
			}
		}
		at++
	}
	if from == 0 {
		return s
	}
	b.WriteString(s[from:])
	return b.String()
}

func (r *Replacer) WriteString(w io.Writer, s string) (int, error) {
	return io.WriteString(w, r.Replace(s))
}

func IndexFunc(s string, fits func(rune) bool) int {
	for at, c := range s {
		if fits(c) {
			return at
		}
	}
	return -1
}

func LastIndexFunc(s string, fits func(rune) bool) int {
	for at := len(s); at > 0; {
		c, size := utf8.DecodeLastRuneInString(s[0:at])
		at -= size
		if fits(c) {
			return at
		}
	}
	return -1
}

func ContainsFunc(s string, fits func(rune) bool) bool { return IndexFunc(s, fits) >= 0 }

func TrimLeftFunc(s string, fits func(rune) bool) string {
	for at, c := range s {
		if !fits(c) {
			return s[at:]
		}
	}
	return ""
}

func TrimRightFunc(s string, fits func(rune) bool) string {
	end := len(s)
	for end > 0 {
		c, size := utf8.DecodeLastRuneInString(s[0:end])
		if !fits(c) {
			break
		}
		end -= size
	}
	return s[:end]
}

func TrimFunc(s string, fits func(rune) bool) string {
	return TrimRightFunc(TrimLeftFunc(s, fits), fits)
}

func FieldsFunc(s string, fits func(rune) bool) []string {
	var all []string
	low := -1
	for at, c := range s {
		if fits(c) {
			if low >= 0 {
				all = append(all, s[low:at])
				low = -1
			}
		} else if low < 0 {
			low = at
		}
	}
	if low >= 0 {
		all = append(all, s[low:])
	}
	return all[:len(all):len(all)]
}

func each(list []string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for _, one := range list {
			if !yield(one) {
				return
			}
		}
	}
}

func SplitSeq(s, by string) iter.Seq[string] { return each(strings.Split(s, by)) }

func SplitAfterSeq(s, by string) iter.Seq[string] { return each(strings.SplitAfter(s, by)) }

func FieldsSeq(s string) iter.Seq[string] { return each(strings.Fields(s)) }

func FieldsFuncSeq(s string, fits func(rune) bool) iter.Seq[string] { return each(FieldsFunc(s, fits)) }

func Lines(s string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for len(s) > 0 {
			line := s
			if at := strings.IndexByte(s, '\n'); at >= 0 {
				line = s[:at+1]
			}
			s = s[len(line):]
			if !yield(line) {
				return
			}
		}
	}
}

func Title(s string) string {
	before := ' '
	return strings.Map(func(c rune) rune {
		isNew := !(before == '_' || unicode.IsLetter(before) || unicode.IsDigit(before))
		before = c
		if isNew {
			return unicode.ToTitle(c)
		}
		return c
	}, s)
}
`;
