import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { CheckReport } from "../../src/source/finding.ts";
import { check } from "./expectations.ts";

const goRoot = goRootOrNothing();

function goRootOrNothing(): string | undefined {
  try {
    return execFileSync("go", ["env", "GOROOT"], { encoding: "utf8" }).trim();
  } catch {
    return undefined;
  }
}

function goFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".go"));
}

function errorsOf(report: CheckReport): string[] {
  return report.findings
    .filter((one) => one.severity === "error")
    .map((one) => `${one.file}:${one.line} ${one.rule}`);
}

/** Each of these programs ends by definition, so an error is a false reject. */
describe.runIf(goRoot !== undefined)("Go's own runnable test programs", () => {
  test("get no error, and nearly no warning about loops and recursion", { timeout: 300_000 }, async () => {
    const root = join(goRoot!, "test");
    const errors: string[] = [];
    let programs = 0;
    let warnings = 0;
    for (const name of goFiles(root)) {
      const text = readFileSync(join(root, name), "utf8");
      if (!/^\/\/ run\b/.test(text)) continue;
      const report = await check({ [name]: text });
      programs++;
      errors.push(...errorsOf(report));
      warnings += report.findings.filter((one) => /loop|recursion/.test(one.hazard)).length;
    }
    expect(errors).toEqual([]);
    expect(programs).toBeGreaterThan(1_000);
    expect(warnings).toBeLessThanOrEqual(8);
  });
});

describe.runIf(goRoot !== undefined)("the standard library", () => {
  test.each([
    ["runtime", 7],
    ["runtime/pprof", 1],
    ["net/http/cgi", 0],
    ["go/parser", 0],
    ["encoding/json", 0],
    ["regexp/syntax", 0],
    ["strconv", 0],
    ["text/template", 0],
  ])(
    "%s has exactly its %d functions that really never return",
    { timeout: 120_000 },
    async (folder, count) => {
      const path = join(goRoot!, "src", folder);
      const names = readdirSync(path).filter((name) => name.endsWith(".go") && !name.endsWith("_test.go"));
      const files = Object.fromEntries(names.map((name) => [name, readFileSync(join(path, name), "utf8")]));
      const report = await check(files);
      expect(errorsOf(report).length).toBe(count);
      expect(errorsOf(report).every((one) => one.endsWith("self-recursion"))).toBe(true);
    },
  );
});
