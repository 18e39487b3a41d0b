import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { body, expression, type } from "./random-go.ts";
import { disagreement } from "./reference.ts";

const texts = ["mixed.go", "doubtful.go"].map((name) =>
  readFileSync(fileURLToPath(new URL(`../fixtures/${name}`, import.meta.url)), "utf8"),
);
const TOKEN =
  /\/\/[^\n]*|\/\*[\s\S]*?\*\/|"(?:[^"\\\n]|\\.)*"|`[^`]*`|'(?:[^'\\]|\\.)+'|\w+|&\^=?|<<=?|>>=?|:=|\.\.\.|[-+*/%&|^<>=!]=?|\s+|[\s\S]/g;
// biome-ignore format: a list reads better dense
const POOL = [
  "(", ")", "[", "]", "{", "}", ",", ";", ":", "\n", ".", "...", "*", "&", "<-", "=", ":=", "|", "-", "~", "a", "b.c", "T",
  "func", "chan ", "map[", "[]", "struct", "interface", "if ", "for ", "range ", "switch ", "case ", "default", "type ", "var ",
  "(type)", "1", "nil", "new", "/*c*/", "//d\n", "a[i]", "f[T]", "f[K,V]", "x.y[z.w]", "(*T)", "T{}", "{}", "()", "(x)", "L:",
];

interface Change {
  readonly kind: "remove" | "insert" | "replace" | "copy" | "swap";
  readonly at: number;
  readonly to: number;
  readonly token: string;
}

const change: fc.Arbitrary<Change> = fc.record({
  kind: fc.constantFrom("remove", "insert", "replace", "copy", "swap"),
  at: fc.nat(),
  to: fc.nat(),
  token: fc.constantFrom(...POOL),
});

/** The text with some of its tokens changed. */
function changed(text: string, changes: readonly Change[]): string {
  const tokens: string[] = text.match(TOKEN) ?? [];
  for (const { kind, at, to, token } of changes) {
    const from = at % tokens.length;
    const other = tokens[to % tokens.length]!;
    if (kind === "remove") tokens.splice(from, 1);
    else if (kind === "insert") tokens.splice(from, 0, token);
    else if (kind === "replace") tokens[from] = token;
    else if (kind === "copy") tokens.splice(from, 0, other);
    else [tokens[to % tokens.length], tokens[from]] = [tokens[from]!, other];
  }
  return tokens.join("");
}

describe("whenever our parser takes a text, tree-sitter takes it too and gives the same tree", () => {
  test("for changed Go", { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...texts),
        fc.array(change, { minLength: 1, maxLength: 3 }),
        (text, changes) => {
          expect(disagreement(changed(text, changes))).toBeUndefined();
        },
      ),
      { numRuns: 2_000 },
    );
  });

  // biome-ignore format: lists read better dense
  test("for statements that the grammar may join where no line ends", { timeout: 60_000 }, () => {
    const ones = [
      "a.b", "a[i]", "p.T[K]", "(a[i])", "*a[i]", "f(x)", "a.b[c.d]", "x++", "c <- a.b", "return a.b", "x = a.b", "x = a[i]",
      "x = (a[i])", "go a.b", "var x = a[i]", "var x T[K]", "type X a.b", "x := *(a[i])", "f[K, V]", "L: a.b", "if a.b {}",
      "if a[i] { x }", "if x == a.b { f() }", "for a.b { x-- }", "for range a.b {}", "switch a.b {}", "if x {} else if a.b { y }",
    ];
    const others = [
      "(x)", "(x)()", "(*p) = 1", "(x).y = 1", "{}", "{ x }", "{ L: x }", "{ x := 1 }", "*p = 1", "-x", "<-c", "[]T{}",
      "[N]T{}.x()", "x--", "(x)++", "T{}",
    ];
    const wrong: string[] = [];
    for (const one of ones)
      for (const other of others)
        for (const [before, behind] of [["", ""], ["if a.b {\n", "\n}"], ["for a[i] {\n", "\n}\n{}"]] as const)
          for (const end of ["\n", " // c\n", "; "]) {
            const text = `package p\n\nfunc f() {\n${before}${one}${end}${other}${behind}\n}\n`;
            if (disagreement(text) !== undefined) wrong.push(text);
          }
    expect(wrong).toEqual([]);
  });

  test("for expressions, types and statements that few would write", { timeout: 60_000 }, () => {
    const file = fc.oneof(
      expression.map((one) => `package p\n\nvar _ = ${one}\n`),
      type.map((one) => `package p\n\nvar _ ${one}\n`),
      body.map((one) => `package p\n\nfunc f() {\n${one}\n}\n`),
    );
    fc.assert(
      fc.property(file, (text) => {
        expect(disagreement(text)).toBeUndefined();
      }),
      { numRuns: 3_000 },
    );
  });
});
