import { describe, expect, test } from "vitest";
import { check } from "./expectations.ts";

const NESTING = 32_000;
const nested = (open: string, close: string, inside = ""): string =>
  open.repeat(NESTING) + inside + close.repeat(NESTING);
const inMain = (body: string): string => `package main\n\nfunc main() {\n${body}\n}\n`;
const lines = (count: number, line: (at: number) => string): string =>
  Array.from({ length: count }, (_, at) => line(at)).join("\n");

/** Generous: the machines that run tests are loaded. What is not linear takes minutes. */
const LIMIT_MS = 30_000;

const sources: Readonly<Record<string, string>> = {
  "nested parentheses": inMain(`x := ${nested("(", ")", "1")}; _ = x`),
  "nested parentheses in a condition": inMain(`for ${nested("(", ")", "true")} {}`),
  "nested blocks": inMain(nested("{", "}")),
  "nested endless loops": inMain(nested("for {\n", "}\n")),
  "nested if": inMain(`a := true\n${nested("if a {\n", "}\n")}`),
  "else if": inMain(`a := false\n${"if a {} else ".repeat(NESTING)}{}`),
  "nested function literals": inMain(nested("func() {\n", "}()\n")),
  "nested calls with &&": inMain(`a := true; if f(${nested("a && f(", ")", "a")}) {}`),
  "nested switches": inMain(nested("switch {\ncase true:\n", "}\n")),
  "nested selects": inMain(nested("select {\ndefault:\n", "}\n")),
  "a long sum": inMain(`x := 1${" + 1".repeat(NESTING)}; for x < 3 {}`),
  "a long conjunction": inMain(`a := true; if a ${"&& a ".repeat(NESTING)} {}`),
  "many selectors": inMain(`x := a${".b".repeat(NESTING)}; _ = x`),
  "a deep type": `package main\n\nvar x ${"[]".repeat(NESTING)}int\n\nfunc main() { for x[0] {} }\n`,
  "a chain of constants": `package main\n\nconst (\na0 = 1\n${lines(NESTING, (at) => `a${at + 1} = a${at} + 1`)}\n)\n\nfunc main() { for a${NESTING} > 3 {} }\n`,
  "a chain of variables": inMain(
    `x0 := 1\n${lines(NESTING, (at) => `x${at + 1} := x${at}`)}\nfor x${NESTING} < 3 {}`,
  ),
  "a chain of calls": `package main\n${lines(NESTING, (at) => `func f${at}() { f${at + 1}() }`)}\nfunc f${NESTING}() { f0() }\nfunc main() { f0() }\n`,
  "a chain of aliases": `package main\n${lines(NESTING, (at) => `type A${at} = A${at + 1}`)}\ntype A${NESTING} int\nfunc main() { var x A0; for x < 3 {} }\n`,
  "many early returns": inMain(`x := 1\n${"if x > 0 {\nreturn\n}\n".repeat(10_000)}`),
  "many loops on one variable": `package main\n\nfunc g(x int) {\n${"for x < 2 {\n}\n".repeat(5_000)}\n}\n`,
  "many labels": inMain(lines(10_000, (at) => `L${at}:\nx++\ngoto L${(at * 7919) % 10_000}`)),
  "one line of a megabyte": inMain(`x := []int{${"1, ".repeat(350_000)}}\n_ = x`),
};

describe("hostile source is analysed within seconds, without an exception", () => {
  test.each(Object.keys(sources))("%s", async (name) => {
    const started = performance.now();
    const report = await check({ "a.go": sources[name]! });
    expect(report.files).toBe(1);
    expect(report.findings.map((one) => one.rule)).not.toContain("syntax-error");
    expect(performance.now() - started).toBeLessThan(LIMIT_MS);
  });

  test("a hazard below 32,000 blocks is still found", async () => {
    const { findings } = await check({ "a.go": inMain(nested("{", "}", "for { }")) });
    expect(findings.map((one) => [one.rule, one.severity])).toEqual([["endless-loop", "error"]]);
  });

  test("a file that takes too long to parse is refused with a warning, and hides no other file", async () => {
    const garbage = `package main\n${")]}{".repeat(40_000)}`;
    const report = await check({ "a.go": garbage, "b.go": inMain("for {}") });
    const rules = new Set(report.findings.map((one) => `${one.file} ${one.rule}`));
    expect(rules).toContain("b.go endless-loop");
    expect([...rules].some((one) => one.startsWith("a.go "))).toBe(true);
  });
});
