package main

import (
	"fmt"
	"path"
	"slices"
	"sort"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
	"time"
)

type color int

func (c color) String() string { return [...]string{"red", "green"}[c] }

func main() {
	text := "Grüße, 世界\n"
	fmt.Print(len(text), " ", text, []byte(text)[3], " ", []rune(text)[2], "\n")
	for at, r := range "aé世\xff" {
		fmt.Print(at, ":", r, " ")
	}
	fmt.Println(string(rune(19990)), string([]byte{72, 105}), text[1:3], utf8.RuneCountInString(text), "a" < "b", "é" > "z")
	fmt.Println(strings.Split("a,b,,c", ","), strings.Fields("  a b  c "), strings.Join([]string{"x", "y"}, "-"), strings.Repeat("ab", 3))
	fmt.Println(strings.ReplaceAll("aXbX", "X", "--"), strings.Replace("aaaa", "a", "b", 2), strings.Index("chicken", "ken"), strings.LastIndex("go gopher", "go"))
	fmt.Println(strings.TrimSpace(" \tx\n"), strings.Trim("xxaxx", "x"), strings.TrimLeft("xxa", "x"), strings.TrimRight("axx", "x"), strings.TrimPrefix("prefix", "pre"), strings.TrimSuffix("a.go", ".go"))
	fmt.Println(strings.ToUpper("abc"), strings.ToLower("ABC"), strings.Count("cheese", "e"), strings.HasPrefix("abc", "ab"), strings.HasSuffix("abc", "bc"), strings.Contains("abc", "d"), strings.ContainsRune("abc", 'b'), strings.ContainsAny("abc", "xc"), strings.EqualFold("Go", "GO"))
	before, after, found := strings.Cut("key=value", "=")
	fmt.Println(before, after, found, strings.SplitN("a:b:c", ":", 2), strings.IndexByte("abc", 'c'), strings.IndexAny("golang", "ny"), strings.Compare("a", "b"))
	fmt.Println(strings.Map(func(r rune) rune {
		if r == 'a' {
			return -1
		}
		return unicode.ToUpper(r)
	}, "banana"))
	n, err := strconv.Atoi("42")
	_, bad := strconv.Atoi("4x")
	fmt.Println(n, err, bad, strconv.Itoa(-5), strconv.FormatInt(255, 16), strconv.Quote("a\"b\n"), strconv.FormatBool(true))
	fmt.Println(unicode.IsDigit('5'), unicode.IsLetter('x'), unicode.IsSpace(' '), unicode.IsUpper('a'), unicode.IsPunct('!'), unicode.IsPunct('+'))
	fmt.Println(path.Dir("/a/b"), path.Dir("a"), path.Dir("a/b/"), path.Base("/a/b.go"), path.Ext("x.tar.gz"), path.Clean("a/../b/./c//d"), path.Clean("/../x"))
	list := []int{3, 1, 2}
	sort.Ints(list)
	names := []string{"c", "a", "b"}
	sort.Strings(names)
	people := []struct {
		name string
		age  int
	}{{"x", 30}, {"y", 20}, {"z", 20}}
	sort.Slice(people, func(i, j int) bool { return people[i].age < people[j].age })
	fmt.Println(list, names, people, slices.Contains(list, 2), slices.Index(names, "b"), slices.Max(list), slices.Min(list))
	slices.Reverse(list)
	slices.Sort(names)
	fmt.Println(list, names, color(1), []color{0, 1}, map[string]color{"k": 1}, struct{ C color }{1})
	var b strings.Builder
	b.WriteString("built")
	b.WriteByte(' ')
	b.WriteRune('é')
	fmt.Println(b.String(), b.Len())
}

var _ = time.Second
