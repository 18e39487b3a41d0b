import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { parseGo } from "../../../src/source/go-parser/parse-go.ts";
import { disagreement, ours } from "./reference.ts";

/** Our tree must be there, and be that of tree-sitter. */
function expectSame(text: string): void {
  expect(ours(text)).toBeDefined();
  expect(disagreement(text)).toBeUndefined();
}

const inBody = (statements: string): string => `package p\n\nfunc f() {\n${statements}\n}\n`;
const asValue = (expression: string): string => `package p\n\nvar _ = ${expression}\n`;
const asType = (type: string): string => `package p\n\nvar _ ${type}\n`;

describe("our parser gives tree-sitter's tree", () => {
  test.each([
    ["an empty file", ""],
    ["nothing but white space", "\n\t\n"],
    ["nothing but a comment", "// c"],
    ["a byte order mark", "\uFEFFpackage p\n\nfunc f() {}\n"],
    ["a byte order mark before white space", "\uFEFF\n package p\n"],
    ["CRLF line ends", "package p\r\n\r\nfunc f() {\r\n\tx := 1\r\n\r\n\tg(x)\r\n}\r\n"],
    ["no line end at the end", "package p\n\nfunc f() {}"],
    ["a comment at the end", "package p\n\nfunc f() {} // c"],
    ["a function without a body at the end", "package p\n\nfunc f()"],
    ["semicolons in place of lines", "package p; func f() { a(); b(); };"],
    [
      "imports",
      'package p // c\n\nimport "a" // d\nimport (\n"b"\n. "c"\n_ "d"\n// e\ne `f`\n)\nimport ()\nimport ("g";)\n',
    ],
    [
      "groups",
      "package p\n\nconst (\n\ta = iota // b\n\t// c\n\td, e\n\tf T = 1\n\n)\nvar ()\ntype (\n\tA = B; C D\n)\n",
    ],
    [
      "names of Go's own",
      "package p\n\nvar new, nil = make, true\n\nfunc iota(make int) { false.true(nil) }\n",
    ],
    ["names beyond ASCII", inBody("\tépée := größe.weiß(naïve, 世界3)\n\tx.é()")],
  ])("for %s", (_, text) => {
    expectSame(text);
  });

  test.each([
    ["blank lines before the closing brace", "\tx := 1\n\n\n"],
    ["a comment behind the last statement", "\tx := 1 // one\n"],
    ["a comment on a line of its own at the end", "\tx := 1\n\t// end"],
    ["white space between empty lines", "\tx()\n \n\n"],
    ["labels", "\tgoto L\nL:\n\tfor {\n\t\tbreak L\n\t}\nM:\n"],
    ["a label of nothing", "L: ;\n\n"],
    ["empty statements", "\t;;\n\tx := 1;\n"],
    ["comments between all tokens", "\t/*a*/ x /*b*/ . /*c*/ y /*d*/ ( /*e*/ z /*f*/ , /*g*/ ) /*h*/"],
    ["comments around else", "if x { // a\n} /*b*/ else /*c*/ { // d\n} // e"],
    ["comments of many lines", "\tx /* a\n b */ + y /*\n*/\n\tz()"],
    ["comments in a composite literal", "x := T{\na: b, // a\n// b\nc: /*c*/ d /*d*/, /*e*/\n// f\n}"],
    ["assignments", "\ta, b.c = c, a.b // c\n\tx += 1; y <<= 2; z &^= 3\n\tp++; q.r--\n\tc <- <-d"],
    ["ifs", "if a.b { return a, nil } else if x := f(); x != nil { g() } else { h() }\nif a; b {}\nif !c {}"],
    [
      "loops",
      "for {}\nfor x {}\nfor ;; {}\nfor i := 0; i < n; i++ {}\nfor i := 0; ; {}\nfor ; x; {}\nfor range c {}\nfor i := range 10 {}\nfor i, a[i] = range []T{{}} {}",
    ],
    [
      "switches",
      "switch {}\nswitch x := 1; {}\nswitch x := f(); x {\n// a\ncase 1, 2: // b\n\tg()\n\n// c\ncase T{}:\n\tfallthrough\ndefault:\n// d\n}",
    ],
    [
      "type switches",
      "switch x.(type) {}\nswitch y := a; x := y.z.(type) {\ncase nil, *T, []T, p.T, map[K]V, func():\n\tg()\ndefault:\n}",
    ],
    [
      "selects",
      "select {}\nselect {\ncase x, ok := <-c:\ncase <-c:\n\tg()\ncase c <- 1:\ncase x = (<-c):\ndefault:\n}",
    ],
    [
      "jumps and calls",
      "\tgo f()\n\tdefer func() { recover() }()\n\tgoto L\n\tcontinue\n\treturn\nL:\n\treturn a, b",
    ],
    [
      "declarations",
      "\tvar a, b int = 1, 2\n\tconst c = 1\n\ttype T struct{}\n\ttype (\n\t\tA = B\n\t)\n\tvar (d int; e = 1\n\t)",
    ],
    ["a block behind a block", "\tif a.b {\n\t\tx()\n\t\ty()\n\t}\n\t{\n\t}\n\t*p = 1"],
  ])("for %s", (_, statements) => {
    expectSame(inBody(statements));
  });

  test.each([
    ..."1 0x1F 0b1_0 0o17 017 1_000 1.5 .5 1e3 1.e-3 0x1p-2 0x.8P1 1i 08i 1.5i 'a' '\\'' '\\n' '\\x41' '\\u00e9' '😀'".split(
      " ",
    ),
    ...['"a\\"b\\\\"', '"\\x41\\101\\u00e9"', "`c\\\nd`", '"é😀"', "nil", "true", "iota", "_"],
    ..."-x !x ^x *x &x <-x -<-*&x a+b*c a*b+c a||b&&c==d+e*f a-b-c a<<b&^c (a+b)*c".split(" "),
    ..."f() f(a,b...) f(a,) f(func(){},) a.b.c().d new(T) make([]T,3) new make(chan<-T) a.new(x) new(T).x".split(
      " ",
    ),
    ..."a[i] a[i:j] a[:] a[i:] a[:j] a[i:j:k] a[:j:k] a[i][j] f()[i] x.(T) x.(*p.T).y x.(func())".split(" "),
    ...[
      "T{}",
      "p.T{a: b, c: {d}, {e}: f}",
      "&T{a, b,}",
      "[]T{{}}",
      "[...]T{1: a}",
      "map[K]V{}",
      "struct{ a int }{1}",
      "T{}.x",
    ],
    ..."[]T(x) []T(x,) map[K]V(x) chan(T)(x) interface{}(x) [N]T(x) [2*N]p.T(x) T(x) (T)(x) (*T)(x) (*p.T)(x)".split(
      " ",
    ),
    ..."([]T)(x) (*[]T)(x) (func())(x) (<-chan(T))(x) *[]T(x) *(*[4]T)(x) *(*T)(x) (*[1]T)(x)[:n:n] -*[]T(x)".split(
      " ",
    ),
    ...["func() {}", "func(a, b int) (c, d T) { return }()", "func() T { return T{} }", "func(a, ...T) {}"],
    ..."f[i](x) f[i]() f[i](x,y) f[i](x...) f[i+1](x) f[0](x) f[g()](x) f[*T](x) f[*T]() f[p.T](x) f[p.T]()".split(
      " ",
    ),
    ..."f[(i)](x) f[[]T](x) f[[]T]() f[map[K]V](x) f[func()](x) f[A|B](x) f[A|p.B](x) f[g[i]](x) f[g[i]]()".split(
      " ",
    ),
    ..."f[K,V](x) f[K,V]() f[K,V] f[K,V].x p.f[K,V](x) a.b.c[K,V](x) a.b.c[p.T](x) a.b.c[i](x) f()[p.T](x)".split(
      " ",
    ),
    ..."f[i]{} p.f[i]{a} f[K,V]{} &f[K,V]{} []f[i]{} f[[]T]{} f[i] f[p.T] f[*T] f[[]T] f[(T)] f[g[K,V]](x)".split(
      " ",
    ),
    ..."a[b[i]] a[b[c[i]]] a[b[c.d]] p.a[b[c.d]] a[b.c][d.e] a[b][c[d]] a[b.c][d] a[b][c][d[e]] *a[b.c][d.e]".split(
      " ",
    ),
    ..."(a[b.c])[d.e] !a[b.c][d.e] a[b.c][d.e](x) f[i](x).y f[i](g[j](x)) *f[i](x) **p.f[i](x) (f[i])(x)".split(
      " ",
    ),
    ..."(*f[i])(x) (*f[K,V])(x) (*p.f[K,V])(x) (*f[K,V]).x (f[i])() (f[i]).x a[[]T{x}[0]] a[[2]T{}] a[struct{}{}]".split(
      " ",
    ),
  ])("for the value %s", (expression) => {
    expectSame(asValue(expression));
  });

  test.each([
    ..."T p.T T[K] p.T[K,V] T[[]K] *T **p.T []T [N]T [N*2]T [p.N][2]T map[K]V map[K]map[L]V (T) ([]T)".split(
      " ",
    ),
    ...[
      "chan T",
      "chan<- T",
      "<-chan T",
      "chan<- chan T",
      "chan<- chan<- T",
      "chan (<-chan T)",
      "<-chan <-chan T",
    ],
    ...[
      "func()",
      "func(a)",
      "func(a, b)",
      "func(a, b T)",
      "func(a T, b)",
      "func(a, b, c p.T)",
      "func(a []T, b [n]T, c T[K])",
    ],
    ...[
      "func(a ...T)",
      "func(...T)",
      "func(a, b T, c ...T) T",
      "func(T) (a, b T)",
      "func() func() T",
      "func(T[K], [3]T)",
    ],
    ...[
      "func(a, // c\n\tb /* d */ T, e)",
      "func(/* c */ a, b T)",
      "func(a (T), b func(T) T)",
      "func(a, b, c, d, e, f, g, h, i T)",
    ],
    ...["struct{}", 'struct{ a, b T; *T; *p.T `x`; p.T; T[K]; a [N]T; a []T; p.T[K] "y"; _ T }'],
    ...["struct {\n\tT // a\n\tp.T /* b */ `x`\n\t*T[K] // c\n\t// d\n\ta T\n\n}"],
    ...[
      "interface{}",
      "interface{ M(); N(a T) (b, c T); T; p.T; *T; ~T | p.T; T[K]; []T }",
      "interface {\n\tM() // a\n\t// b\n\tT // c\n}",
    ],
  ])("for the type %s", (type) => {
    expectSame(asType(type));
  });

  test.each([
    "type T[P any] struct{}",
    "type T[P, Q interface{ ~int }] = []P",
    "type T[P p.C, Q ~int | string,] func(P) Q",
    "type T[P *C, Q any] int",
    "type T [N]int",
    "type T [2 * N]int",
    "type T []int",
    "func f[K comparable, V any](m map[K]V, s ...V) (k K, err error) { return G[K, V](m)[0].x.(K) }",
    "func (t *T[K, V]) f(a int) (b int) { return t.g[a](b) }",
    "func (T) f()",
  ])("for the declaration %s", (declaration) => {
    expectSame(`package p\n\n${declaration}\n`);
  });

  const rules = fileURLToPath(new URL("../../analyze/rules", import.meta.url));
  const fixtures = readdirSync(rules, { recursive: true, encoding: "utf8" }).filter((name) =>
    name.endsWith(".go"),
  );
  test.each(fixtures)("for %s", (name) => {
    expectSame(readFileSync(join(rules, name), "utf8"));
  });

  const goRoot = goRootOrNothing();
  test.runIf(goRoot !== undefined)("for packages of the standard library", () => {
    for (const folder of [
      "fmt",
      "reflect",
      "go/types",
      "net/http",
      "encoding/json",
      "slices",
      "internal/sync",
    ]) {
      const path = join(goRoot!, "src", folder);
      for (const name of readdirSync(path).filter(
        (file) => file.endsWith(".go") && !file.endsWith("_test.go"),
      ))
        expectSame(readFileSync(join(path, name), "utf8"));
    }
  });
});

describe("our parser leaves to tree-sitter", () => {
  test.each([
    ["what is broken", "package p\n\nfunc f() {\n"],
    ["what is no Go", "hello"],
    ["a NUL", "package p // \0\n"],
    ["half a character", 'package p\n\nvar x = "\ud800"\n'],
    ["letters of scripts that still grow", asValue("𝔘 + ꟎")],
    ["a string without an end", asValue('"a\n"')],
    ["a comment without an end", "package p /* c"],
    ["a bad escape", asValue('"\\u12"')],
    ["a bad number", asValue("08")],
    ["a number that runs into a name", asValue("1x")],
    ["new of a value", asValue("new(123)")],
    ["a method of a type without a name", asValue("interface{ M() }.M")],
    ["a group without a last line end", "package p\n\nconst (a = 1)\n"],
    ["a condition behind an empty statement", inBody("for ; x {}")],
    ["a literal in a condition", inBody("if x == T{} {}")],
    ["what may be a literal and a block", inBody("if a.b { x }\n{ y }")],
    ["what may be a call over two lines", inBody("x = a[b.c]\n(y)()")],
    ["what may be a conversion over two lines", inBody("x = (*a[b])\n(y)()")],
    ["what may be an expression for want of line ends", inBody("for a[i] {\n\tx--\n\ty\n}\n{}")],
    ["nesting of statements", inBody("switch {\ncase true:\n".repeat(300) + "}\n".repeat(300))],
    ["nesting of expressions", asValue(`${"f(".repeat(300)}${")".repeat(300)}`)],
    ["nesting of types", asType(`${"[]".repeat(300)}T`)],
    ["labels of nothing in a row", inBody("L: M:")],
    ["a declaration at the end without a line end", "package p\n\nvar x = 1"],
    ["many names of one type", asType("func(a, b, c, d, e, f, g, h, i, j T)")],
    ["what may be a length or a type parameter", "package p\n\ntype T [N * M]int\n"],
    ["an assertion of no type", inBody("x := y.(type)")],
    ["an array of no length that is no literal", asValue("[...]T(x)")],
  ])("%s", (_, text) => {
    expect(ours(text)).toBeUndefined();
  });

  test("trees of more nodes than are allowed", () => {
    expect(parseGo("package p\n", 3)?.size).toBe(3);
    expect(parseGo("package p\n", 2)).toBeUndefined();
    const calls = inBody("x();".repeat(20_000));
    expect(parseGo(calls, 200_000)?.size).toBeGreaterThan(70_000);
    expect(parseGo(calls, 50_000)).toBeUndefined();
  });
});

test("every letter and digit of ours is one to tree-sitter", () => {
  const wrong: string[] = [];
  for (let code = 128; code < 0xd800; code++) {
    const character = String.fromCharCode(code);
    if (!/[\p{L}\p{Nd}]/u.test(character)) continue;
    const text = `package p\n\nvar x${character}, ${/\p{L}/u.test(character) ? character : "y"} int\n`;
    if (disagreement(text) !== undefined) wrong.push(character);
  }
  expect(wrong).toEqual([]);
});

function goRootOrNothing(): string | undefined {
  try {
    return execFileSync("go", ["env", "GOROOT"], { encoding: "utf8" }).trim();
  } catch {
    return undefined;
  }
}
