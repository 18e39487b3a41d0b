/** Loggers of package log. What they print comes without the time; the plain functions are natives. */
export const LOG = `package log

import (
	"fmt"
	"io"
	"os"
)

const (
	Ldate = 1 << iota
	Ltime
	Lmicroseconds
	Llongfile
	Lshortfile
	LUTC
	Lmsgprefix
	LstdFlags = Ldate | Ltime
)

type Logger struct {
	out    io.Writer
	prefix string
	flags  int
}

var standard = &Logger{out: os.Stderr, flags: LstdFlags}

func New(out io.Writer, prefix string, flags int) *Logger { return &Logger{out, prefix, flags} }
func Default() *Logger                                    { return standard }

func (l *Logger) SetPrefix(prefix string) { l.prefix = prefix }
func (l *Logger) SetFlags(flags int)      { l.flags = flags }
func (l *Logger) SetOutput(out io.Writer) { l.out = out }
func (l *Logger) Prefix() string          { return l.prefix }
func (l *Logger) Flags() int              { return l.flags }
func (l *Logger) Writer() io.Writer       { return l.out }

func (l *Logger) Println(all ...any) {
	fmt.Fprint(l.out, l.prefix)
	fmt.Fprintln(l.out, all...)
}

func (l *Logger) Print(all ...any)                   { l.Println(fmt.Sprint(all...)) }
func (l *Logger) Printf(format string, all ...any)   { l.Println(fmt.Sprintf(format, all...)) }
func (l *Logger) Panic(all ...any)                   { l.fail(fmt.Sprint(all...)) }
func (l *Logger) Panicln(all ...any)                 { l.fail(fmt.Sprintln(all...)) }
func (l *Logger) Panicf(format string, all ...any)   { l.fail(fmt.Sprintf(format, all...)) }
func (l *Logger) Fatal(all ...any)                   { l.Print(all...); os.Exit(1) }
func (l *Logger) Fatalln(all ...any)                 { l.Println(all...); os.Exit(1) }
func (l *Logger) Fatalf(format string, all ...any)   { l.Printf(format, all...); os.Exit(1) }

func (l *Logger) fail(text string) {
	fmt.Fprint(l.out, l.prefix, text)
	if text == "" || text[len(text)-1] != '\\n' {
		fmt.Fprintln(l.out)
	}
	panic(text)
}

func Panic(all ...any)                 { standard.Panic(all...) }
func Panicln(all ...any)               { standard.Panicln(all...) }
func Panicf(format string, all ...any) { standard.Panicf(format, all...) }
`;
