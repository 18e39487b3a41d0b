import { cpuUsage } from "node:process";
import { describe, expect, test } from "vitest";
import { loadGoParser } from "../../src/platform/node/go-parser.ts";
import { check } from "./expectations.ts";

const NESTING = 32_000;
const nested = (open: string, close: string, inside = ""): string =>
  open.repeat(NESTING) + inside + close.repeat(NESTING);
const inMain = (body: string): string => `package main\n\nfunc main() {\n${body}\n}\n`;

/** CPU time of one file with both parsers. The README promises a minute for a whole input. */
const LIMIT_SECONDS = 20;

/** Everything in the grammar of Go that can stand in itself or follow itself, and what is never closed. */
const shapes: Readonly<Record<string, string>> = {
  parens: inMain(`x := ${nested("(", ")", "1")}; _ = x`),
  "unary minus": inMain(`x := ${"- ".repeat(NESTING)}1; for x > 0 {}`),
  not: inMain(`x := true; for ${"!".repeat(NESTING)}x {}`),
  deref: inMain(`for ${"*".repeat(NESTING)}p {}`),
  recv: inMain(`${"<-".repeat(NESTING)}c`),
  addr: inMain(`x := ${"& ".repeat(NESTING)}y; _ = x`),
  call: inMain(`for ${nested("f(", ")", "1")} {}`),
  callchain: inMain(`f${"()".repeat(NESTING)}`),
  index: inMain(`x := a${"[0]".repeat(NESTING)}; _ = x`),
  "index nested": inMain(`x := ${nested("a[", "]", "0")}; _ = x`),
  slice: inMain(`x := a${"[1:2]".repeat(NESTING)}; _ = x`),
  selectors: inMain(`x := a${".b".repeat(NESTING)}; for x {}`),
  methods: inMain(`a${".b()".repeat(NESTING)}`),
  composite: inMain(`x := T${nested("{", "}")}; _ = x`),
  "composite typed": inMain(`x := ${nested("[]T{", "}")}; _ = x`),
  "array type": `package main\nvar x ${"[2]".repeat(NESTING)}int\nfunc main() {}\n`,
  "pointer type": `package main\nvar x ${"*".repeat(NESTING)}int\nfunc main() {}\n`,
  "map type": `package main\nvar x ${"map[int]".repeat(NESTING)}int\nfunc main() {}\n`,
  "map key type": `package main\nvar x ${nested("map[", "]int", "int")}\nfunc main() {}\n`,
  "chan type": `package main\nvar x ${"chan ".repeat(NESTING)}int\nfunc main() {}\n`,
  "func type": `package main\nvar x ${"func() ".repeat(NESTING)}int\nfunc main() {}\n`,
  "func param type": `package main\nvar x ${nested("func(", ")")}\nfunc main() {}\n`,
  "struct type": `package main\nvar x ${nested("struct { a ", " }", "int")}\nfunc main() {}\n`,
  "iface type": `package main\nvar x ${nested("interface { m() ", " }", "int")}\nfunc main() {}\n`,
  generic: `package main\nvar x ${nested("F[", "]", "int")}\nfunc main() {}\n`,
  constraint: `package main\nfunc f[T ${"~int | ".repeat(NESTING)}string]() {}\nfunc main() {}\n`,
  binary: inMain(`x := 1${" + 1".repeat(NESTING)}; for x < 3 {}`),
  "binary mixed": inMain(`x := 1${" * 2 + 1".repeat(NESTING)}; for x < 3 {}`),
  andor: inMain(`a := true; for a${" && a || a".repeat(NESTING)} {}`),
  compare: inMain(`for 1${" < 2".repeat(NESTING)} {}`),
  ifelse: inMain(`a := false\n${"if a {} else ".repeat(NESTING)}{ for {} }`),
  "else nested": inMain(`a := false\n${nested("if a {} else {", "}", "for {}")}`),
  forcond: inMain(nested("for i < 3 {\n", "}\n")),
  forrange: inMain(nested("for range 3 {\n", "}\n")),
  "switch nested": inMain(nested("switch x {\ncase 1:\n", "}\n")),
  "type switch": inMain(nested("switch x.(type) {\ncase int:\n", "}\n")),
  select: inMain(nested("select {\ncase <-c:\n", "}\n")),
  labels: inMain(`${"L: ".repeat(NESTING)}for {}`),
  go: inMain(nested("go func() {\n", "}()\n")),
  defer: inMain(nested("defer func() {\n", "}()\n")),
  assert: inMain(`x := y${".(T)".repeat(NESTING)}; _ = x`),
  convert: inMain(`x := ${nested("int(", ")", "1")}; for x < 3 {}`),
  "type parens": `package main\nvar x ${nested("(", ")", "int")}\nfunc main() {}\n`,
  "const group": `package main\nconst a = ${nested("(", ")", "1")}\nfunc main() { for a < 3 {} }\n`,
  "unclosed parens": inMain(`x := ${"(".repeat(NESTING)}`),
  "unclosed braces": inMain("{".repeat(NESTING)),
  closers: inMain("}".repeat(NESTING)),
  mixed: inMain("([{".repeat(NESTING)),
  "mixed close": inMain("([{".repeat(NESTING) + ")".repeat(NESTING)),
  variadic: inMain(`f(${"a..., ".repeat(NESTING)})`),
  "assign many": inMain(`${"a, ".repeat(NESTING)}b = ${"1, ".repeat(NESTING)}2`),
  imports: `package main\nimport (\n${'"fmt"\n'.repeat(NESTING)})\nfunc main() { for {} }\n`,
};

describe("32,000 levels end within seconds of CPU time, with the same result from both parsers", () => {
  test.each(Object.keys(shapes))("%s", { timeout: 120_000 }, async (name) => {
    const before = cpuUsage();
    const found: string[][] = [];
    for (const engine of ["native", "wasm"] as const) {
      const parser = await loadGoParser(engine);
      const report = await check({ "a.go": shapes[name]! }, { parser });
      found.push(report.findings.map((one) => `${one.line}:${one.column} ${one.severity} ${one.rule}`));
    }
    expect(found[1]).toEqual(found[0]);
    const { user, system } = cpuUsage(before);
    expect((user + system) / 1e6).toBeLessThan(LIMIT_SECONDS);
  });
});
