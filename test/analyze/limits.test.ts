import { describe, expect, test } from "vitest";
import { analyze } from "../../src/analyze/analyze.ts";
import type { AnalysisCache } from "../../src/analyze/cache.ts";
import { ANALYSIS_LIMITS, type AnalysisLimits } from "../../src/analyze/limits.ts";
import type { CheckReport } from "../../src/source/finding.ts";
import { brief, check, sha256, sharedParser } from "./expectations.ts";

const ENDLESS = "package main\n\nfunc main() {\n\tfor {\n\t}\n}\n";
const limited = (limits: Partial<AnalysisLimits>): { limits: AnalysisLimits } => ({
  limits: { ...ANALYSIS_LIMITS, ...limits },
});
const spinning = (count: number): string =>
  `package main\n${Array.from({ length: count }, (_, at) => `func f${at}() { for {} }\n`).join("")}`;

async function checkPackages(
  names: readonly string[],
  limits: Partial<AnalysisLimits>,
  cache?: AnalysisCache,
): Promise<CheckReport> {
  const packages = names.map((name) => ({ name, files: [{ path: `${name}/a.go`, text: ENDLESS }] }));
  const parser = await sharedParser();
  const options = { parser, honourSuppressions: true, toolVersion: "test", sha256, cache };
  return analyze(packages, { ...options, ...limited(limits) });
}

describe("what exceeds a limit is said to be not analysed", () => {
  test("a file, which hides no other; but an init in it may end the program, so that nothing is proved", async () => {
    const large = `package main\nvar x = 1${" + 1".repeat(60)}\n`;
    const spin = ENDLESS.replace("main()", "spin()");
    const limits = limited({ tokensOfFile: 100, tokensOfPackage: 200 });
    for (const text of [ENDLESS, spin]) {
      const report = await check({ "a.go": large, "b.go": text, "c.go": large }, limits);
      expect(report.findings.map((one) => [one.file, one.severity, one.rule])).toEqual([
        ["a.go", "warning", "not-analysed"],
        ["b.go", "warning", "endless-loop"],
        ["c.go", "warning", "not-analysed"],
      ]);
      expect(report.findings[0]!.message).toMatch(/^this file has \d+ tokens, .* the limit is 100$/);
    }
  });

  test("a file that cannot be read is an error of its own, at its place, and hides no other", async () => {
    const unreadable = [
      { path: "demo/x.go", line: 7, column: 3, why: "demo/x.go is not UTF-8", help: "save it as UTF-8" },
      { path: "demo/y.go", why: "demo/y.go is a symlink that leads nowhere", help: "mend it" },
    ];
    const files = [{ path: "demo/a.go", text: ENDLESS }];
    const options = { parser: await sharedParser(), honourSuppressions: true, toolVersion: "test", sha256 };
    const report = await analyze([{ name: "demo", files, unreadable }], options);
    expect(report.findings).toMatchObject([
      { file: "demo/a.go", line: 4, severity: "error", rule: "endless-loop" },
      {
        ...{ file: "demo/x.go", line: 7, column: 3, endLine: 7, endColumn: 3 },
        ...{ rule: "unreadable-file", severity: "error", hazard: "does-not-build" },
        ...{ message: "demo/x.go is not UTF-8", help: "save it as UTF-8" },
      },
      { file: "demo/y.go", line: 1, column: 1, rule: "unreadable-file" },
    ]);
  });

  test("a package", async () => {
    const report = await check({ "a.go": ENDLESS, "b.go": ENDLESS }, limited({ tokensOfPackage: 20 }));
    expect(brief(report)).toEqual(["1: warning not-analysed"]);
    expect(report.findings[0]!.message).toContain("the limit is 20");
  });

  test("a package with too many functions", async () => {
    expect(brief(await check({ "a.go": spinning(20) }, limited({ functionsOfPackage: 10 })))).toEqual([
      "1: warning not-analysed",
    ]);
  });

  test("the packages for which nothing of the input's allowance is left", async () => {
    const report = await checkPackages(["a", "b", "c"], { tokensOfInput: 25 });
    expect(report.findings.map((one) => `${one.file} ${one.rule}`)).toEqual([
      "a/a.go endless-loop",
      "b/a.go endless-loop",
      "c/a.go not-analysed",
    ]);
  });

  test("a package that takes too much work, with what was found before", async () => {
    const report = await check({ "a.go": spinning(50) }, limited({ workPerToken: 0.01, spareWork: 0 }));
    expect(brief(report)).toContain("1: warning not-analysed");
  });

  test("findings beyond so many of a severity are counted, and push out none of another", async () => {
    const text = `${spinning(30)}func main() { for { } }\n//sandglass:ignore\n`;
    const { findings } = await check({ "a.go": text }, limited({ findingsOfPackage: 5 }));
    const count = (severity: string): number => findings.filter((one) => one.severity === severity).length;
    expect([count("error"), count("warning")]).toEqual([1, 6]);
    expect(findings.find((one) => one.rule === "not-analysed")!.message).toMatch(
      /^\d+ more findings of this package are not listed$/,
    );
  });
});

test("the cache changes no report, whatever the limits", async () => {
  const stored = new Map<string, string>();
  const cache: AnalysisCache = {
    get: (key) => stored.get(key),
    put: (key, value) => void stored.set(key, value),
  };
  const names = ["a", "b", "c"];
  const fresh = await checkPackages(names, { tokensOfInput: 25 });
  expect(await checkPackages(names, { tokensOfInput: 25 }, cache)).toEqual(fresh);
  expect(await checkPackages(names, { tokensOfInput: 25 }, cache)).toEqual(fresh);
  expect(stored.size).toBe(2);
});
