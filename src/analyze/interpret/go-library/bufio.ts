import { BUFFERED_READER } from "./bufio-reader.ts";
import { BUFFERED_WRITER } from "./bufio-writer.ts";

/** Package bufio. */
export const BUFIO: string = String.raw`package bufio

import (
	"bytes"
	"errors"
	"internal/run"
	"io"
	"unicode/utf8"
)

const (
	MaxScanTokenSize = 64 * 1024
	roomAtStart      = 4096
)

var (
	ErrTooLong         = errors.New("bufio.Scanner: token too long")
	ErrNegativeAdvance = errors.New("bufio.Scanner: SplitFunc returns negative advance count")
	ErrAdvanceTooFar   = errors.New("bufio.Scanner: SplitFunc returns advance count beyond input")
	ErrBadReadCount    = errors.New("bufio.Scanner: Read returned impossible count")
	ErrFinalToken      = errors.New("final token")
	ErrBufferFull      = errors.New("bufio: buffer full")
	ErrNegativeCount   = errors.New("bufio: negative count")
	ErrInvalidUnreadByte = errors.New("bufio: invalid use of UnreadByte")
	ErrInvalidUnreadRune = errors.New("bufio: invalid use of UnreadRune")
)

type SplitFunc func(data []byte, atEOF bool) (advance int, token []byte, err error)

type Scanner struct {
	from     io.Reader
	split    SplitFunc
	most     int
	token    []byte
	held     []byte
	low      int
	high     int
	failed   error
	empties  int
	started  bool
	finished bool
}

func NewScanner(r io.Reader) *Scanner {
	return &Scanner{from: r, split: ScanLines, most: MaxScanTokenSize}
}

func (s *Scanner) Err() error {
	if s.failed == io.EOF {
		return nil
	}
	return s.failed
}

func (s *Scanner) Bytes() []byte { return s.token }

func (s *Scanner) Text() string { return string(s.token) }

func (s *Scanner) Buffer(p []byte, most int) {
	if s.started {
		panic("Buffer called after Scan")
	}
	s.held = p[0:cap(p)]
	s.most = most
}

func (s *Scanner) Split(split SplitFunc) {
	if s.started {
		panic("Split called after Scan")
	}
	s.split = split
}

func (s *Scanner) fail(err error) {
	if s.failed == nil || s.failed == io.EOF {
		s.failed = err
	}
}

func (s *Scanner) skip(n int) bool {
	if n < 0 {
		s.fail(ErrNegativeAdvance)
		return false
	}
	if n > s.high-s.low {
		s.fail(ErrAdvanceTooFar)
		return false
	}
	s.low += n
	return true
}

func (s *Scanner) Scan() bool {
	if s.finished {
		return false
	}
	s.started = true
	for {
		if s.high > s.low || s.failed != nil {
			advance, token, err := s.split(s.held[s.low:s.high], s.failed != nil)
			if err != nil {
				if err == ErrFinalToken {
					s.token = token
					s.finished = true
					return token != nil
				}
				s.fail(err)
				s.low, s.high, s.token = 0, 0, nil
				return false
			}
			if !s.skip(advance) {
				s.low, s.high, s.token = 0, 0, nil
				return false
			}
			s.token = token
			if token != nil {
				if s.failed == nil || advance > 0 {
					s.empties = 0
				} else {
					s.empties++
					if s.empties > 100 {
						panic("bufio.Scan: too many empty tokens without progressing")
					}
				}
				return true
			}
		}
		if s.failed != nil {
			s.low, s.high, s.token = 0, 0, nil
			return false
		}
		if !s.makeRoom() {
			return false
		}
		s.fill()
	}
}

func (s *Scanner) makeRoom() bool {
	if s.low > 0 && (s.high == len(s.held) || s.low > len(s.held)/2) {
		copy(s.held, s.held[s.low:s.high])
		s.high -= s.low
		s.low = 0
	}
	if s.high == len(s.held) {
		if len(s.held) >= s.most {
			s.fail(ErrTooLong)
			s.low, s.high, s.token = 0, 0, nil
			return false
		}
		size := len(s.held) * 2
		if size == 0 {
			size = roomAtStart
		}
		bigger := make([]byte, min(size, s.most))
		copy(bigger, s.held[s.low:s.high])
		s.held = bigger
		s.high -= s.low
		s.low = 0
	}
	return true
}

func (s *Scanner) fill() {
	for tries := 0; ; {
		n, err := s.from.Read(s.held[s.high:len(s.held)])
		if n < 0 || len(s.held)-s.high < n {
			s.fail(ErrBadReadCount)
			return
		}
		s.high += n
		if err != nil {
			s.fail(err)
			return
		}
		if n > 0 {
			s.empties = 0
			return
		}
		tries++
		if tries > 100 {
			s.fail(io.ErrNoProgress)
			return
		}
	}
}

func ScanLines(data []byte, atEOF bool) (advance int, token []byte, err error) {
	if atEOF && len(data) == 0 {
		return 0, nil, nil
	}
	if at := bytes.IndexByte(data, '\n'); at >= 0 {
		return at + 1, withoutReturn(data[0:at]), nil
	}
	if atEOF {
		return len(data), withoutReturn(data), nil
	}
	return 0, nil, nil
}

func withoutReturn(line []byte) []byte {
	if len(line) > 0 && line[len(line)-1] == '\r' {
		return line[:len(line)-1]
	}
	return line
}

func ScanBytes(data []byte, atEOF bool) (advance int, token []byte, err error) {
	if atEOF && len(data) == 0 {
		return 0, nil, nil
	}
	return 1, data[0:1], nil
}

func ScanRunes(data []byte, atEOF bool) (advance int, token []byte, err error) {
	if atEOF && len(data) == 0 {
		return 0, nil, nil
	}
	if data[0] < utf8.RuneSelf {
		return 1, data[0:1], nil
	}
	run.GiveUp("runes beyond ASCII")
	return
}

func ScanWords(data []byte, atEOF bool) (advance int, token []byte, err error) {
	low := 0
	for low < len(data) && isSpace(data[low]) {
		low++
	}
	for at := low; at < len(data); at++ {
		if isSpace(data[at]) {
			return at + 1, data[low:at], nil
		}
	}
	if atEOF && len(data) > low {
		return len(data), data[low:], nil
	}
	return low, nil, nil
}

func isSpace(c byte) bool {
	if c >= utf8.RuneSelf {
		run.GiveUp("text beyond ASCII")
	}
	return c == ' ' || '\t' <= c && c <= '\r'
}
${BUFFERED_READER}${BUFFERED_WRITER}`;
