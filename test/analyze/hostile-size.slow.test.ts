import { describe, expect, test } from "vitest";
import { check } from "./expectations.ts";

/** About so many tokens each: a third of what a file may have. What is quadratic takes minutes. */
const TOKENS = 300_000;
const LIMIT_MS = 40_000;

const lines = (tokensOfLine: number, line: (at: number) => string): string =>
  Array.from({ length: Math.floor(TOKENS / tokensOfLine) }, (_, at) => line(at)).join("\n");
const inMain = (body: string): string => `package main\n\nfunc main() {\n${body}\n}\n`;
const inPackage = (body: string): string => `package main\n\n${body}\nfunc main() {}\n`;
const times = (tokens: number, text: string): string => text.repeat(TOKENS / tokens);
const methods = lines(5_000, (at) => `type T${at} int\nfunc (t T${at}) Run() { x.Run() }`);

/** What is found beside nothing at all; every rule that may appear. */
const shapes: Readonly<Record<string, readonly [text: string, ...rules: string[]]>> = {
  "calls in one function": [inMain(times(4, "x()\n"))],
  "one sum": [inMain(`a := 1; x := a${times(2, "+a")}; for x < 3 {}`), "invariant-condition"],
  "one negation": [inMain(`a := true; for ${times(1, "!")}a {}`), "invariant-condition"],
  "nested endless loops": [inMain(times(3, "for {\n") + times(3, "}\n")), "not-analysed"],
  "nested loops over a range": [inMain(times(7, "for range x {\n") + times(7, "}\n")), "not-analysed"],
  functions: [inPackage(lines(8, (at) => `func f${at}() {}`))],
  "a circle of functions": [
    inPackage(lines(12, (at) => `func f${at}() { f${(at + 1) % Math.floor(TOKENS / 12)}() }`)),
    "mutual-recursion",
  ],
  "a tangle of functions": [
    inPackage(lines(20, (at) => `func f${at}() { f${(at * 7919 + 1) % 9_000}(); f${at + 1}() }`)),
    "mutual-recursion",
    "self-recursion",
  ],
  "functions that call themselves": [
    inPackage(lines(14, (at) => `func f${at}() { f${at}() }`)),
    "self-recursion",
    "not-analysed",
  ],
  "endless functions": [
    inPackage(lines(14, (at) => `func f${at}() { for {} }`)),
    "endless-loop",
    "not-analysed",
  ],
  "silenced endless functions": [
    inPackage(times(14, "//sandglass:ignore endless-loop yes\nfunc f() { for {} }\n")),
    "endless-loop",
    "not-analysed",
  ],
  "two functions with many calls of each other": [
    inPackage(
      `func f(n int) {\n${times(24, "if n > 0 { g(n-1) }\n")}}\nfunc g(n int) {\n${times(24, "if n > 0 { f(n-1) }\n")}}`,
    ),
    "not-analysed",
  ],
  literals: [inMain(times(8, "func() {}()\n"))],
  "nested literals": [inMain(times(8, "func() {\n") + times(8, "}()\n"))],
  "channels nobody receives from": [
    inMain(lines(26, (at) => `c${at} := make(chan int); go func() { c${at} <- 1 }()`)),
    "one-sided-channel",
    "not-analysed",
  ],
  "jumps back": [
    inMain(`${lines(10, (at) => `L${at}: x++`)}\n${lines(10, (at) => `if x { goto L${at} }`)}`),
    "not-analysed",
  ],
  cases: [inMain(`switch x {\n${lines(6, (at) => `case ${at}: x++`)}\n}`), "not-analysed"],
  "cases of a select in a loop": [inMain(`for { select {\n${times(8, "case <-c: x++\n")}}}`), "not-analysed"],
  "one list of names": [
    inMain(`a0${lines(4, (at) => `, a${at}`)} := 1${times(4, ", 1")}`.replaceAll("\n", "")),
  ],
  "a struct with many fields": [
    inPackage(
      `type T struct {\n${lines(8, (at) => `a${at} int`)}\n}\nfunc f(t T) {\n${lines(14, (at) => `_ = t.a${at}`)}\n}`,
    ),
  ],
  "types in types": [
    inPackage(lines(24, (at) => `type T${at} struct { a T${at + 1}; b T${at + 1}; c [9]T${at + 1} }`)),
  ],
  "instantiations of one another": [
    inPackage(lines(24, (at) => `func f${at}[T any]() { f${at + 1}[[]T]() }`)),
  ],
  "calls of an interface with many methods of the name": [
    inPackage(`var x I\n${methods}\nfunc f(x I) {\n${times(6, "x.Run()\n")}}`),
  ],
  "constants squared again and again": [
    inPackage(`const a0 = 3\n${lines(7, (at) => `const a${at + 1} = a${at} * a${at}`)}`),
  ],
  "a constant shifted again and again": [inPackage(`const a = 1${times(2, "<<1")}`)],
  "strings doubled again and again": [
    inPackage(`const s0 = "aaaaaaaa"\n${lines(7, (at) => `const s${at + 1} = s${at} + s${at}`)}`),
    "huge-type",
    "not-analysed",
  ],
  "huge allocations": [inMain(times(14, "x := make([]byte, 1<<40)\n")), "huge-allocation", "not-analysed"],
  "locks in branches": [inMain(`var m sync.Mutex\n${times(11, "if x { m.Lock() }\n")}`), "not-analysed"],
  "nothing that parses": [`package main\n${times(4, ")]}{")}`, "not-analysed", "syntax-error"],
  "declarations that never end": [inMain(times(4, "x := (")), "not-analysed", "syntax-error"],
};

describe("a hostile file as large as files may be ends within seconds, and is never passed over in silence", () => {
  test.each(Object.keys(shapes))("%s", { timeout: 120_000 }, async (name) => {
    const [text, ...rules] = shapes[name]!;
    const started = performance.now();
    const report = await check({ "a.go": text });
    expect(performance.now() - started).toBeLessThan(LIMIT_MS);
    const found = new Set(report.findings.map((one) => one.rule));
    expect([...found].filter((rule) => !rules.includes(rule))).toEqual([]);
    expect(found.size > 0).toBe(rules.length > 0);
  });

  test("many megabytes in many packages", { timeout: 200_000 }, async () => {
    const text = inMain("x()\n".repeat(200_000));
    const files = Object.fromEntries(Array.from({ length: 8 }, (_, at) => [`${at}.go`, text]));
    const report = await check(files);
    expect(report.findings.map((one) => one.rule)).toEqual(["not-analysed"]);
  });
});
