package main

import (
	f "fmt"
)

type failure struct{ code int }

func (e *failure) Error() string { return f.Sprint("failure ", e) } // want error self-printing-method "fmt.Sprint calls failure.Error"

type name string

func (n name) String() string { return f.Sprintf("%d %q", 1, n) } // want warning self-printing-method "fmt.Sprintf calls name.String"

type maybe struct{ ok bool }

func (m *maybe) String() string {
	if m.ok {
		return "ok"
	}
	return f.Sprintln(m) // want warning self-printing-method "fmt.Sprintln calls maybe.String"
}

type verbose int

func (v verbose) GoString() string { return f.Sprintf("%#v", v) } // want warning self-printing-method "calls verbose.GoString"

type formatted int

func (v formatted) Format(s f.State, verb rune) { f.Fprintf(s, "%d", v) } // want warning self-printing-method "calls formatted.Format"

func main() {
	f.Println(&failure{1})
}
