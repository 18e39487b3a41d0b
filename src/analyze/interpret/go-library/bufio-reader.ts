/** What package bufio has for reading byte by byte, line by line. */
export const BUFFERED_READER: string = String.raw`
type Reader struct {
	from   io.Reader
	held   []byte
	low    int
	high   int
	failed error
	last   int
	size   int
}

func NewReader(r io.Reader) *Reader { return NewReaderSize(r, 4096) }

func NewReaderSize(r io.Reader, size int) *Reader {
	if own, ok := r.(*Reader); ok && len(own.held) >= size {
		return own
	}
	return &Reader{from: r, held: make([]byte, max(size, 16)), last: -1, size: -1}
}

func (b *Reader) Size() int { return len(b.held) }

func (b *Reader) Buffered() int { return b.high - b.low }

func (b *Reader) Reset(r io.Reader) {
	if b.held == nil {
		b.held = make([]byte, 4096)
	}
	*b = Reader{from: r, held: b.held, last: -1, size: -1}
}

func (b *Reader) fill() {
	if b.low > 0 {
		copy(b.held, b.held[b.low:b.high])
		b.high -= b.low
		b.low = 0
	}
	if b.high >= len(b.held) {
		panic("bufio: tried to fill full buffer")
	}
	for tries := 100; tries > 0; tries-- {
		n, err := b.from.Read(b.held[b.high:])
		if n < 0 {
			panic("bufio: reader returned negative count from Read")
		}
		b.high += n
		if err != nil {
			b.failed = err
			return
		}
		if n > 0 {
			return
		}
	}
	b.failed = io.ErrNoProgress
}

func (b *Reader) takeError() error {
	err := b.failed
	b.failed = nil
	return err
}

func (b *Reader) Peek(n int) ([]byte, error) {
	if n < 0 {
		return nil, ErrNegativeCount
	}
	b.last, b.size = -1, -1
	for b.high-b.low < n && b.high-b.low < len(b.held) && b.failed == nil {
		b.fill()
	}
	if n > len(b.held) {
		return b.held[b.low:b.high], ErrBufferFull
	}
	var err error
	if there := b.high - b.low; there < n {
		n = there
		err = b.takeError()
		if err == nil {
			err = ErrBufferFull
		}
	}
	return b.held[b.low : b.low+n], err
}

func (b *Reader) Discard(n int) (int, error) {
	if n < 0 {
		return 0, ErrNegativeCount
	}
	if n == 0 {
		return 0, nil
	}
	b.last, b.size = -1, -1
	left := n
	for {
		skip := b.Buffered()
		if skip == 0 {
			b.fill()
			skip = b.Buffered()
		}
		if skip > left {
			skip = left
		}
		b.low += skip
		left -= skip
		if left == 0 {
			return n, nil
		}
		if b.failed != nil {
			return n - left, b.takeError()
		}
	}
}

func (b *Reader) Read(p []byte) (n int, err error) {
	if len(p) == 0 {
		if b.Buffered() > 0 {
			return 0, nil
		}
		return 0, b.takeError()
	}
	if b.low == b.high {
		if b.failed != nil {
			return 0, b.takeError()
		}
		if len(p) >= len(b.held) {
			n, b.failed = b.from.Read(p)
			if n > 0 {
				b.last = int(p[n-1])
				b.size = -1
			}
			return n, b.takeError()
		}
		b.low, b.high = 0, 0
		n, b.failed = b.from.Read(b.held)
		if n == 0 {
			return 0, b.takeError()
		}
		b.high += n
	}
	n = copy(p, b.held[b.low:b.high])
	b.low += n
	b.last = int(b.held[b.low-1])
	b.size = -1
	return n, nil
}

func (b *Reader) ReadByte() (byte, error) {
	b.size = -1
	for b.low == b.high {
		if b.failed != nil {
			return 0, b.takeError()
		}
		b.fill()
	}
	c := b.held[b.low]
	b.low++
	b.last = int(c)
	return c, nil
}

func (b *Reader) UnreadByte() error {
	if b.last < 0 || b.low == 0 && b.high > 0 {
		return ErrInvalidUnreadByte
	}
	if b.low > 0 {
		b.low--
	} else {
		b.high = 1
	}
	b.held[b.low] = byte(b.last)
	b.last, b.size = -1, -1
	return nil
}

func (b *Reader) ReadRune() (r rune, size int, err error) {
	for b.low+utf8.UTFMax > b.high && !utf8.FullRune(b.held[b.low:b.high]) && b.failed == nil && b.high-b.low < len(b.held) {
		b.fill()
	}
	b.size = -1
	if b.low == b.high {
		return 0, 0, b.takeError()
	}
	r, size = utf8.DecodeRune(b.held[b.low:b.high])
	b.low += size
	b.last = int(b.held[b.low-1])
	b.size = size
	return r, size, nil
}

func (b *Reader) UnreadRune() error {
	if b.size < 0 || b.low < b.size {
		return ErrInvalidUnreadRune
	}
	b.low -= b.size
	b.last, b.size = -1, -1
	return nil
}

func (b *Reader) ReadSlice(end byte) (line []byte, err error) {
	seen := 0
	for {
		if at := bytes.IndexByte(b.held[b.low+seen:b.high], end); at >= 0 {
			at += seen
			line = b.held[b.low : b.low+at+1]
			b.low += at + 1
			break
		}
		if b.failed != nil {
			line = b.held[b.low:b.high]
			b.low = b.high
			err = b.takeError()
			break
		}
		if b.Buffered() >= len(b.held) {
			b.low = b.high
			line = b.held
			err = ErrBufferFull
			break
		}
		seen = b.high - b.low
		b.fill()
	}
	if last := len(line) - 1; last >= 0 {
		b.last = int(line[last])
		b.size = -1
	}
	return
}

func (b *Reader) ReadLine() (line []byte, isPrefix bool, err error) {
	line, err = b.ReadSlice('\n')
	if err == ErrBufferFull {
		run.GiveUp("a long line")
	}
	if len(line) == 0 {
		if err != nil {
			line = nil
		}
		return
	}
	err = nil
	if line[len(line)-1] == '\n' {
		drop := 1
		if len(line) > 1 && line[len(line)-2] == '\r' {
			drop = 2
		}
		line = line[:len(line)-drop]
	}
	return
}

func (b *Reader) ReadBytes(end byte) ([]byte, error) {
	var all []byte
	for {
		part, err := b.ReadSlice(end)
		all = append(all, part...)
		if err != ErrBufferFull {
			return all, err
		}
	}
}

func (b *Reader) ReadString(end byte) (string, error) {
	all, err := b.ReadBytes(end)
	return string(all), err
}

func (b *Reader) WriteTo(w io.Writer) (total int64, err error) {
	for {
		if b.high > b.low {
			n, err := w.Write(b.held[b.low:b.high])
			b.low += n
			total += int64(n)
			if err != nil {
				return total, err
			}
		}
		if b.failed != nil {
			if err := b.takeError(); err != io.EOF {
				return total, err
			}
			return total, nil
		}
		b.fill()
	}
}
`;
