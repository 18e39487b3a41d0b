import { describe, expect, test } from "vitest";
import { ToolError } from "../../src/errors.ts";
import { checkBudget, parseBudget } from "../../src/size/budget.ts";
import type { AuditReport } from "../../src/size/report.ts";

const report: AuditReport = {
  schemaVersion: 1,
  name: "app.wasm",
  bytes: 3000,
  gzip: 1000,
  brotli: 900,
  sections: [],
  imports: [],
  byKind: [{ name: "code", bytes: 3000 }],
  byPackage: [
    { name: "runtime", bytes: 2500 },
    { name: "example.com/app", bytes: 500 },
  ],
  functions: [],
  unattributedBytes: 0,
  whatIf: [],
};

describe("a budget", () => {
  test("is met at its limit and broken by one byte more", () => {
    const budget = parseBudget(
      `total.raw = 3000\n[packages]\n"example.com/app" = "0.5kB"\nruntime = 2_499\nnot-linked = 0\n`,
      "budget.toml",
    );
    expect(checkBudget(report, budget)).toEqual([
      { scope: "raw", name: "raw", limitBytes: 3000, bytes: 3000, passed: true },
      { scope: "package", name: "example.com/app", limitBytes: 500, bytes: 500, passed: true },
      { scope: "package", name: "runtime", limitBytes: 2499, bytes: 2500, passed: false },
      { scope: "package", name: "not-linked", limitBytes: 0, bytes: 0, passed: true },
    ]);
  });

  test("reads tables, dotted keys and inline tables alike", () => {
    const forms = [
      `[total]\ngzip = "1MiB"\nbrotli = "800 KiB"`,
      `total = { gzip = "1MiB", brotli = "800 KiB" }`,
      `total.gzip = "1MiB"\ntotal.brotli = "800 KiB"`,
    ];
    for (const text of forms) {
      expect(parseBudget(text, "b.toml").limits).toEqual([
        { scope: "gzip", name: "gzip", limitBytes: 1_048_576 },
        { scope: "brotli", name: "brotli", limitBytes: 819_200 },
      ]);
    }
  });

  test("of an empty file has no limits", () => {
    expect(parseBudget("# nothing yet\n", "b.toml").limits).toEqual([]);
  });

  test.each([
    ["[total]\nrow = 1", "budget/unknown-key", 2, 1],
    ["[totals]\nraw = 1", "budget/unknown-key", 2, 1],
    ["[totals]", "budget/unknown-key", 1, 2],
    ["[[total]]\nraw = 1", "budget/unknown-key", 1, 3],
    ["[packages.fmt]\nraw = 1", "budget/unknown-key", 2, 1],
    ["raw = 1", "budget/unknown-key", 1, 1],
    ["[total]\nraw = -1", "budget/bad-size", 2, 7],
    ["[total]\nraw = true", "budget/bad-size", 2, 7],
    ["[total]\nraw = inf", "budget/bad-size", 2, 7],
    ['[total]\nraw = "3 MegaByte"', "budget/bad-size", 2, 7],
    ['[total]\nraw = "99999999999GiB"', "budget/bad-size", 2, 7],
    ["[packages]\nfmt = [1]", "budget/bad-size", 2, 7],
    ["[total\nraw = 1", "budget/syntax", 2, 1],
    ["[total]\nraw = 1\nraw = 2", "budget/syntax", 3, 1],
  ])("%j is refused as %s at line %i, column %i", (text, code, line, column) => {
    const refusal = refusalOf(() => parseBudget(text, "budget.toml"));
    expect(refusal.code).toBe(code);
    expect(refusal.place).toEqual({ file: "budget.toml", line, column });
    expect(refusal.hint).toBeTypeOf("string");
  });
});

function refusalOf(action: () => unknown): ToolError {
  try {
    action();
  } catch (error) {
    if (error instanceof ToolError) return error;
    throw error;
  }
  throw new Error("nothing was refused");
}
