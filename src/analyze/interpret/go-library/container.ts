/** Package container/heap, in our own words: the order of equal elements is that of Go's. */
export const HEAP = `package heap

import "sort"

type Interface interface {
	sort.Interface
	Push(x any)
	Pop() any
}

func Init(h Interface) {
	n := h.Len()
	for at := n/2 - 1; at >= 0; at-- {
		sink(h, at, n)
	}
}

func Push(h Interface, x any) {
	h.Push(x)
	rise(h, h.Len()-1)
}

func Pop(h Interface) any {
	last := h.Len() - 1
	h.Swap(0, last)
	sink(h, 0, last)
	return h.Pop()
}

func Remove(h Interface, at int) any {
	last := h.Len() - 1
	if last != at {
		h.Swap(at, last)
		if !sink(h, at, last) {
			rise(h, at)
		}
	}
	return h.Pop()
}

func Fix(h Interface, at int) {
	if !sink(h, at, h.Len()) {
		rise(h, at)
	}
}

func rise(h Interface, at int) {
	for {
		parent := (at - 1) / 2
		if parent == at || !h.Less(at, parent) {
			return
		}
		h.Swap(parent, at)
		at = parent
	}
}

func sink(h Interface, first, n int) bool {
	at := first
	for {
		child := 2*at + 1
		if child >= n || child < 0 {
			break
		}
		if child+1 < n && h.Less(child+1, child) {
			child++
		}
		if !h.Less(child, at) {
			break
		}
		h.Swap(at, child)
		at = child
	}
	return at > first
}
`;

/** Package container/list. */
export const LIST = `package list

type Element struct {
	after, before *Element
	home          *List
	Value         any
}

func (e *Element) Next() *Element {
	if next := e.after; e.home != nil && next != &e.home.root {
		return next
	}
	return nil
}

func (e *Element) Prev() *Element {
	if prev := e.before; e.home != nil && prev != &e.home.root {
		return prev
	}
	return nil
}

type List struct {
	root  Element
	count int
}

func New() *List { return new(List).Init() }

func (l *List) Init() *List {
	l.root.after = &l.root
	l.root.before = &l.root
	l.count = 0
	return l
}

func (l *List) ready() {
	if l.root.after == nil {
		l.Init()
	}
}

func (l *List) Len() int { return l.count }

func (l *List) Front() *Element {
	if l.count == 0 {
		return nil
	}
	return l.root.after
}

func (l *List) Back() *Element {
	if l.count == 0 {
		return nil
	}
	return l.root.before
}

func (l *List) link(e, at *Element) *Element {
	e.before = at
	e.after = at.after
	e.before.after = e
	e.after.before = e
	e.home = l
	l.count++
	return e
}

func (l *List) unlink(e *Element) {
	e.before.after = e.after
	e.after.before = e.before
	e.after = nil
	e.before = nil
	e.home = nil
	l.count--
}

func (l *List) move(e, at *Element) {
	if e == at {
		return
	}
	e.before.after = e.after
	e.after.before = e.before
	e.before = at
	e.after = at.after
	e.before.after = e
	e.after.before = e
}

func (l *List) Remove(e *Element) any {
	if e.home == l {
		l.unlink(e)
	}
	return e.Value
}

func (l *List) PushFront(v any) *Element {
	l.ready()
	return l.link(&Element{Value: v}, &l.root)
}

func (l *List) PushBack(v any) *Element {
	l.ready()
	return l.link(&Element{Value: v}, l.root.before)
}

func (l *List) InsertBefore(v any, mark *Element) *Element {
	if mark.home != l {
		return nil
	}
	return l.link(&Element{Value: v}, mark.before)
}

func (l *List) InsertAfter(v any, mark *Element) *Element {
	if mark.home != l {
		return nil
	}
	return l.link(&Element{Value: v}, mark)
}

func (l *List) MoveToFront(e *Element) {
	if e.home == l && l.root.after != e {
		l.move(e, &l.root)
	}
}

func (l *List) MoveToBack(e *Element) {
	if e.home == l && l.root.before != e {
		l.move(e, l.root.before)
	}
}

func (l *List) MoveBefore(e, mark *Element) {
	if e.home == l && e != mark && mark.home == l {
		l.move(e, mark.before)
	}
}

func (l *List) MoveAfter(e, mark *Element) {
	if e.home == l && e != mark && mark.home == l {
		l.move(e, mark)
	}
}

func (l *List) PushBackList(other *List) {
	l.ready()
	for i, e := other.Len(), other.Front(); i > 0; i, e = i-1, e.Next() {
		l.link(&Element{Value: e.Value}, l.root.before)
	}
}

func (l *List) PushFrontList(other *List) {
	l.ready()
	for i, e := other.Len(), other.Back(); i > 0; i, e = i-1, e.Prev() {
		l.link(&Element{Value: e.Value}, &l.root)
	}
}
`;

/** Package container/ring. */
export const RING = `package ring

type Ring struct {
	after, before *Ring
	Value         any
}

func (r *Ring) ready() *Ring {
	if r.after == nil {
		r.after = r
		r.before = r
	}
	return r
}

func New(n int) *Ring {
	if n <= 0 {
		return nil
	}
	first := new(Ring)
	last := first
	for at := 1; at < n; at++ {
		last.after = &Ring{before: last}
		last = last.after
	}
	last.after = first
	first.before = last
	return first
}

func (r *Ring) Next() *Ring { return r.ready().after }

func (r *Ring) Prev() *Ring { return r.ready().before }

func (r *Ring) Move(n int) *Ring {
	r.ready()
	for ; n < 0; n++ {
		r = r.before
	}
	for ; n > 0; n-- {
		r = r.after
	}
	return r
}

func (r *Ring) Link(s *Ring) *Ring {
	next := r.Next()
	if s != nil {
		last := s.Prev()
		r.after = s
		s.before = r
		next.before = last
		last.after = next
	}
	return next
}

func (r *Ring) Unlink(n int) *Ring {
	if n <= 0 {
		return nil
	}
	return r.Link(r.Move(n + 1))
}

func (r *Ring) Len() int {
	count := 0
	if r != nil {
		count = 1
		for at := r.Next(); at != r; at = at.after {
			count++
		}
	}
	return count
}

func (r *Ring) Do(f func(any)) {
	if r != nil {
		f(r.Value)
		for at := r.Next(); at != r; at = at.after {
			f(at.Value)
		}
	}
}
`;
