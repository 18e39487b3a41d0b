package main

import "fmt"

type point struct{ x, y int }

func (p point) String() string { return fmt.Sprintf("%v %v %p", p.x, p.y, &p.x) }

type celsius float64

func (c celsius) String() string { return fmt.Sprintf("%.1f %T %d", c, c, int(c)) }

type name string

func (n name) String() string { return fmt.Sprint(string(n)) + fmt.Sprintf("%s", string(n)) }

type plain struct{ a int }

type rich plain

func (r rich) String() string { return fmt.Sprintf("%+v", plain(r)) }

type byPointer struct{ a int }

func (b *byPointer) String() string { return fmt.Sprintf("%v", *b) }

type indexed int

func (i indexed) String() string { return fmt.Sprintf("%[1]d", i) }

type printer struct{}

func (printer) Sprint(a any) string { return "" }

type odd struct{ fmt printer }

func (o odd) String() string { return o.fmt.Sprint(o) }

func main() {
	fmt.Println(point{1, 2}, celsius(3), name("x"), rich{1}, &byPointer{1}, indexed(1), odd{})
}
