import fc from "fast-check";

/** Whole-number variables of the generated programs, with their types. */
const NAMES = ["a", "b", "c", "u", "s.x", "s.y", "p.x", "list[1]", "g"] as const;
const name = fc.constantFrom(...NAMES);
const small = fc.integer({ min: -3, max: 9 });
const positive = fc.integer({ min: 1, max: 9 });
const convert = (target: string, value: string): string =>
  target === "u" ? `uint8(g*0 + ${value})` : `int(${value})`;

const operand: fc.Arbitrary<string> = fc.oneof(
  name.map((one) => `int(${one})`),
  small.map((value) => `int(${value})`),
  fc.constantFrom("len(work)", "len(text)", "half(a)", "s.sum()", "m[a]", "list[b&3]"),
);
const sum = fc
  .tuple(operand, fc.constantFrom("+", "-", "*", "^", "&"), operand)
  .map(([x, op, y]) => `(${x} ${op} ${y})`);
const rest = fc.tuple(operand, fc.constantFrom("%", "/"), positive).map(([x, op, y]) => `${x} ${op} ${y}`);
const value = fc.oneof(operand, sum, rest);
const condition = fc
  .tuple(value, fc.constantFrom("<", "<=", ">", ">=", "!=", "=="), value)
  .map(([x, op, y]) => `${x} ${op} ${y}`);

const update = fc
  .tuple(name, fc.constantFrom("+=", "-="), small)
  .map(([one, op, by]) => `${one} ${op} ${convert(one, `int(${by})`)}`);
const plain: fc.Arbitrary<string> = fc.oneof(
  { weight: 4, arbitrary: fc.tuple(name, fc.constantFrom("++", "--")).map(([one, op]) => `${one}${op}`) },
  {
    weight: 3,
    arbitrary: fc
      .tuple(name, fc.constantFrom("+=", "-=", "*="), value)
      .map(([one, op, what]) => `${one} ${op} ${convert(one, what)}`),
  },
  { weight: 2, arbitrary: fc.tuple(name, value).map(([one, what]) => `${one} = ${convert(one, what)}`) },
  { weight: 1, arbitrary: fc.tuple(name, positive).map(([one, by]) => `${one} %= ${by}`) },
  fc.constantFrom(
    "work = append(work, a)",
    "if len(work) > 0 { work = work[1:] }",
    'text += "."',
    'if text != "" { text = text[1:] }',
    "m[b&7] = a",
    "m[c&3]++",
    "delete(m, a&7)",
    "s = pair{s.y, s.x}",
    "p = &s",
    "p = &pair{a, b}",
    "s.bump()",
    "p.bump()",
    "s.copied()",
    "g, c = c, g",
    "c = deep(c & 7)",
    "list[a&3]++",
    "func() { a, b = b, a }()",
  ),
);
const guarded = fc
  .tuple(condition, plain, fc.constantFrom("", " else { b++ }"), fc.constantFrom("", "continue", "break"))
  .map(([when, what, otherwise, then]) => `if ${when} { ${what}; ${then} }${otherwise}`);
const step = fc.oneof({ weight: 3, arbitrary: plain }, guarded);

/** A program with one or two loops that may or may not end, and no input. */
export const randomProgram: fc.Arbitrary<string> = fc
  .record({
    starts: fc.array(small, { minLength: 4, maxLength: 4 }),
    head: fc.oneof(
      condition,
      fc.constant(""),
      fc
        .tuple(small, condition, update)
        .map(([from, when, post]) => `i := ${from}; ${when} && i < 1000; ${post}`),
    ),
    body: fc.array(step, { minLength: 1, maxLength: 5 }),
    inner: fc.option(fc.tuple(condition, step)),
  })
  .map(({ starts: [a, b, c, g], head, body, inner }) => {
    const loop = inner === null ? "" : `for ${inner[0]} { ${inner[1]} }`;
    const uses = head.startsWith("i :=") ? "c += i & 1" : "";
    return `package main

type pair struct{ x, y int }

func (q pair) sum() int { return q.x + q.y }
func (q *pair) bump()   { q.x++ }
func (q pair) copied()  { q.y = 7; g += q.y & 1 }

var g = ${g}

func half(n int) int { return n / 2 }

func deep(n int) int {
	if n <= 0 {
		return g & 3
	}
	return deep(n-1) + 1
}

func main() {
	a, b, c := ${a}, ${b}, ${c}
	u := uint8(a)
	s := pair{b, c}
	p := &pair{a, c}
	list := [4]int{a, b, c, 1}
	work := []int{a, b}
	text := "seed"
	m := map[int]int{1: b}
	for ${head} {
		${[...body, loop, uses].join("\n\t\t")}
	}
	println(a, b, c, u, s.x, p.x, list[0], len(work), text, len(m))
}
`;
  });
