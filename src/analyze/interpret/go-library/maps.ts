/** Package iter: its two types. */
export const ITER = `package iter

type Seq[V any] func(yield func(V) bool)

type Seq2[K, V any] func(yield func(K, V) bool)

func Pull[V any](seq Seq[V]) (next func() (V, bool), stop func()) {
	both, end := Pull2[V, bool](func(yield func(V, bool) bool) {
		seq(func(v V) bool { return yield(v, true) })
	})
	return func() (V, bool) {
		v, ok, _ := both()
		return v, ok
	}, end
}

func Pull2[K, V any](seq Seq2[K, V]) (next func() (K, V, bool), stop func()) {
	type pair struct {
		key   K
		value V
	}
	ask, give := make(chan bool), make(chan pair)
	isDone := false
	go func() {
		defer close(give)
		if <-ask {
			seq(func(k K, v V) bool {
				give <- pair{k, v}
				return <-ask
			})
		}
	}()
	resume := func(more bool) (p pair, ok bool) {
		ask <- more
		p, ok = <-give
		isDone = !ok
		return p, ok
	}
	next = func() (k K, v V, ok bool) {
		if isDone {
			return k, v, false
		}
		p, ok := resume(true)
		return p.key, p.value, ok
	}
	stop = func() {
		if !isDone {
			isDone = true
			resume(false)
		}
	}
	return next, stop
}
`;

/** Package maps. Loops over maps that call nothing may go in any order; see map-order.ts. */
export const MAPS = `package maps

import "iter"

func Clone[M ~map[K]V, K comparable, V any](m M) M {
	if m == nil {
		return nil
	}
	own := make(M, len(m))
	for k, v := range m {
		own[k] = v
	}
	return own
}

func Copy[A ~map[K]V, B ~map[K]V, K comparable, V any](to A, from B) {
	for k, v := range from {
		to[k] = v
	}
}

func Equal[A, B ~map[K]V, K, V comparable](a A, b B) bool {
	if len(a) != len(b) {
		return false
	}
	for k, v := range a {
		if other, ok := b[k]; !ok || other != v {
			return false
		}
	}
	return true
}

func EqualFunc[A ~map[K]X, B ~map[K]Y, K comparable, X, Y any](a A, b B, same func(X, Y) bool) bool {
	if len(a) != len(b) {
		return false
	}
	for k, v := range a {
		if other, ok := b[k]; !ok || !same(v, other) {
			return false
		}
	}
	return true
}

func DeleteFunc[M ~map[K]V, K comparable, V any](m M, drop func(K, V) bool) {
	for k, v := range m {
		if drop(k, v) {
			delete(m, k)
		}
	}
}

func Keys[M ~map[K]V, K comparable, V any](m M) iter.Seq[K] {
	return func(yield func(K) bool) {
		for k := range m {
			if !yield(k) {
				return
			}
		}
	}
}

func Values[M ~map[K]V, K comparable, V any](m M) iter.Seq[V] {
	return func(yield func(V) bool) {
		for _, v := range m {
			if !yield(v) {
				return
			}
		}
	}
}

func All[M ~map[K]V, K comparable, V any](m M) iter.Seq2[K, V] {
	return func(yield func(K, V) bool) {
		for k, v := range m {
			if !yield(k, v) {
				return
			}
		}
	}
}

func Insert[M ~map[K]V, K comparable, V any](m M, seq iter.Seq2[K, V]) {
	for k, v := range seq {
		m[k] = v
	}
}

func Collect[K comparable, V any](seq iter.Seq2[K, V]) map[K]V {
	all := make(map[K]V)
	for k, v := range seq {
		all[k] = v
	}
	return all
}
`;
