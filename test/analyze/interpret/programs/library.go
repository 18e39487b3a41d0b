package main

import (
	"errors"
	"fmt"
	"math"
	"math/bits"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

type code int

func (c code) Error() string { return "code " + strconv.Itoa(int(c)) }

type wrap struct {
	what string
	err  error
}

func (w *wrap) Error() string { return w.what + ": " + w.err.Error() }
func (w *wrap) Unwrap() error { return w.err }

func numbers() {
	for _, text := range []string{"12", "-7", "+3", "", "x1", "99999999999999999999", "0x1f", "1_0", "-"} {
		n, err := strconv.Atoi(text)
		fmt.Println(n, err)
	}
	fmt.Println(strconv.ParseInt("ff", 16, 64))
	fmt.Println(strconv.ParseInt("-0b101", 0, 8))
	fmt.Println(strconv.ParseInt("300", 10, 8))
	fmt.Println(strconv.ParseUint("300", 10, 16))
	fmt.Println(strconv.ParseUint("-1", 10, 16))
	fmt.Println(strconv.ParseFloat("2.50", 64))
	fmt.Println(strconv.ParseFloat("abc", 64))
	fmt.Println(strconv.ParseBool("true"))
	fmt.Println(strconv.ParseBool("yes"))
	fmt.Println(strconv.FormatInt(-255, 2), strconv.FormatUint(255, 16), strconv.FormatFloat(1.5, 'f', 3, 64))
	fmt.Println(string(strconv.AppendInt([]byte("n="), 42, 10)), strconv.Quote("a\"b\n"))
	fmt.Println(math.Mod(7.5, 2), math.Mod(-7, 3), math.Round(2.5), math.Round(-0.4), math.Pow(3, 13), math.Trunc(-2.7))
	fmt.Println(math.IsInf(math.Inf(-1), -1), math.Signbit(-0.5), math.Floor(-1.5), math.MaxInt8)
	whole, part := math.Modf(3.25)
	fmt.Println(whole, part, math.Sqrt(2), math.Abs(-3))
	fmt.Println(bits.Len(8), bits.OnesCount(255), bits.TrailingZeros(40), bits.LeadingZeros32(1), bits.RotateLeft8(0x81, 1), bits.Reverse8(3))
	var f float32
	for range 5 {
		f++
	}
	f--
	fmt.Println(f, f/3)
}

func texts() {
	s := "go gopher, go!"
	fmt.Println(strings.CutPrefix(s, "go "))
	fmt.Println(strings.CutSuffix(s, "?"))
	fmt.Println(strings.Cut(s, ","))
	fmt.Println(strings.SplitAfter(s, "o"), len(strings.SplitAfter(s, "o")))
	fmt.Println(strings.Split("héy", ""), strings.SplitN("a,b,c,d", ",", 2), len(strings.SplitN("a", ",", 0)))
	fmt.Println(strings.Count(s, "go"), strings.Count("abc", ""), strings.LastIndexAny(s, "ph"), strings.Compare("a", "b"))
	fmt.Println(strings.FieldsFunc("a1b22c", unicode.IsDigit), strings.IndexFunc(s, unicode.IsPunct))
	fmt.Println(strings.TrimFunc("123abc456", unicode.IsDigit), strings.TrimLeftFunc("  x ", unicode.IsSpace), strings.TrimRightFunc("x  ", unicode.IsSpace))
	fmt.Println(strings.Title("hello wide world"), strings.ToTitle("abc"), strings.Map(func(r rune) rune {
		if r == 'o' {
			return -1
		}
		return unicode.ToUpper(r)
	}, s))
	r := strings.NewReplacer("go", "GO", "gopher", "never", "!", "?", "e", "")
	fmt.Println(r.Replace(s), r.Replace("none"), strings.NewReplacer("<", "&lt;", ">", "&gt;").Replace("a<b>c"))
	for part := range strings.SplitSeq("x-y-z", "-") {
		fmt.Print(part, ";")
	}
	for line := range strings.Lines("l1\nl2\nl3") {
		fmt.Printf("%q ", line)
	}
	for word := range strings.FieldsSeq(" p  q ") {
		fmt.Print(word, ".")
	}
	fmt.Println(strings.ContainsFunc(s, unicode.IsUpper), strings.LastIndexFunc(s, unicode.IsLetter))
	last, size := utf8.DecodeLastRuneInString("né")
	fmt.Println(last, size, utf8.ValidString("ok"), utf8.ValidString("\xff"), utf8.RuneCount([]byte("né")), utf8.FullRune([]byte{0xc3}))
	first, size := utf8.DecodeRune([]byte("éa"))
	fmt.Println(first, size, utf8.RuneLen('é'), utf8.RuneStart(0x80))
}

func failures() {
	base := code(7)
	err := fmt.Errorf("outer: %w", &wrap{"inner", base})
	var c code
	var w *wrap
	fmt.Println(errors.As(err, &c), c, errors.As(err, &w), w.what, errors.Is(err, base), errors.Is(err, code(8)))
	both := errors.Join(nil, base, errors.New("two"))
	fmt.Println(both, errors.Is(both, base), errors.Unwrap(both) == nil, errors.Join(nil, nil) == nil)
	var face interface{ Unwrap() error }
	fmt.Println(errors.As(err, &face), errors.As(errors.New("x"), &c), errors.As(nil, &c))
	fmt.Println(errors.Unwrap(err) == error(w), errors.Unwrap(w) == error(base))
}

func main() {
	numbers()
	texts()
	failures()
}
