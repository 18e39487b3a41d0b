import { describe, expect, test } from "vitest";
import { interpreted } from "./programs.ts";

const program = (declarations: string, body: string): string =>
  `package main\n\n${declarations}\n\nfunc main() {\n${body}\n}\n`;
const many = (count: number, line: (at: number) => string): string =>
  Array.from({ length: count }, (_, at) => line(at)).join("\n");

/** Each must come to an end by itself, and soon: the limit of a test is ten times what they take. */
describe("a hostile program stops cleanly", () => {
  test.each([
    ["parentheses nested deep", program("", `x := ${"(".repeat(20_000)}1${")".repeat(20_000)}\n_ = x`)],
    ["blocks nested deep", program("", "{".repeat(5_000) + "}".repeat(5_000))],
    [
      "else after else",
      program(
        "",
        `x := 1\nif x == 0 {} ${many(5_000, (at) => `else if x == ${at} {}`).replaceAll("\n", " ")}`,
      ),
    ],
    ["a type deep in types", program(`var x ${"[]".repeat(20_000)}int`, "_ = x")],
    ["a type within itself", program("type t struct{ inner t }\nvar x t", "_ = x")],
    ["an array of itself", program("type t [2]t\nvar x t", "_ = x")],
    ["an array that is nil", program("var x [10]int", "x = nil")],
    ["a delete without a key", program("var m map[int]int", "delete(m)")],
    [
      "types that double",
      program(
        `type t0 struct{ a int }\n${many(60, (at) => `type t${at + 1} struct{ a, b t${at} }`)}\nvar x t60`,
        "y := x\n_ = y",
      ),
    ],
    ["an interface within itself", program("type i interface{ i }\nvar x i", "_ = x")],
    [
      "constants that double",
      program(`const c0 = 3\n${many(64, (at) => `const c${at + 1} = c${at} * c${at}`)}`, "x := c64\n_ = x"),
    ],
    [
      "a long chain of variables",
      program(`${many(20_000, (at) => `var v${at} = v${at + 1}`)}\nvar v20000 = 1`, "_ = v0"),
    ],
    [
      "many variables and functions",
      program(
        `${many(3_000, (at) => `var v${at} = f()`)}\nfunc f() int {\n${many(3_000, () => "g()")}\nreturn 1 }\nfunc g() {}`,
        "_ = v0",
      ),
    ],
    [
      "endless recursion with new arguments",
      program("func f(n int) int { return f(n+1) + n%f(n+2) }", "f(1)"),
    ],
    ["memory that doubles", program("", 'x := "ab"\nfor len(x) > 0 { x += x }')],
    ["a list of lists", program("", "var x []any\nfor i := 0; i < 1<<40; i++ { x = append(x, x) }")],
    [
      "values compared deep",
      program(
        "type n struct{ next any }",
        "var a, b any\nfor range 30000 { a, b = n{a}, n{b} }\nprintln(a == b)",
      ),
    ],
    [
      "many gotos",
      program(
        "",
        many(3_000, (at) => `l${at}:\n\tif false { goto l${at} }`),
      ),
    ],
    [
      "types without end",
      program(
        "type t[P any] struct{ x *t[[]P] }\nfunc f[P any](n int, p P) { if n > 0 { f(n-1, []P{p}) } }",
        "f(9000, 1)",
      ),
    ],
  ])("%s", { timeout: 30_000 }, async (_, text) => {
    const result = await interpreted(text);
    expect(["ended", "unknown", "budget", "panicked"]).toContain(result?.stop.kind ?? "unknown");
  });
});
