/**
 * What package bufio has for writing. A writer to one of the two files is not buffered: what goes there has no say, and when it
 * appears makes no difference.
 */
export const BUFFERED_WRITER: string = `
type Writer struct {
	to     io.Writer
	direct bool
	held   []byte
	used   int
	failed error
}

func NewWriter(w io.Writer) *Writer { return NewWriterSize(w, 4096) }

func NewWriterSize(w io.Writer, size int) *Writer {
	if own, ok := w.(*Writer); ok && (own.direct || len(own.held) >= size) {
		return own
	}
	if size <= 0 {
		size = 4096
	}
	if run.IsFile(w) {
		return &Writer{to: w, direct: true}
	}
	return &Writer{to: w, held: make([]byte, size)}
}

func (b *Writer) known() {
	if b.direct {
		run.GiveUp("the buffer of a file")
	}
}

func (b *Writer) Size() int {
	b.known()
	return len(b.held)
}

func (b *Writer) Available() int {
	b.known()
	return len(b.held) - b.used
}

func (b *Writer) Buffered() int {
	b.known()
	return b.used
}

func (b *Writer) Reset(w io.Writer) { *b = *NewWriter(w) }

func (b *Writer) Flush() error {
	if b.direct || b.failed != nil || b.used == 0 {
		return b.failed
	}
	n, err := b.to.Write(b.held[0:b.used])
	if n < b.used && err == nil {
		err = io.ErrShortWrite
	}
	if err != nil {
		if n > 0 && n < b.used {
			copy(b.held[0:b.used-n], b.held[n:b.used])
		}
		b.used -= n
		b.failed = err
		return err
	}
	b.used = 0
	return nil
}

func (b *Writer) Write(p []byte) (total int, err error) {
	if b.direct {
		return b.to.Write(p)
	}
	for len(p) > len(b.held)-b.used && b.failed == nil {
		var n int
		if b.used == 0 {
			n, b.failed = b.to.Write(p)
		} else {
			n = copy(b.held[b.used:], p)
			b.used += n
			b.Flush()
		}
		total += n
		p = p[n:]
	}
	if b.failed != nil {
		return total, b.failed
	}
	n := copy(b.held[b.used:], p)
	b.used += n
	return total + n, nil
}

func (b *Writer) WriteString(s string) (int, error) {
	if b.direct {
		return b.to.(io.StringWriter).WriteString(s)
	}
	return b.Write([]byte(s))
}

func (b *Writer) WriteByte(c byte) error {
	_, err := b.Write([]byte{c})
	return err
}

func (b *Writer) WriteRune(r rune) (int, error) { return b.WriteString(string(r)) }

type ReadWriter struct {
	*Reader
	*Writer
}

func NewReadWriter(r *Reader, w *Writer) *ReadWriter { return &ReadWriter{r, w} }
`;
