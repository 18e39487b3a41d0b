import { describe, expect, test } from "vitest";
import { diffAudits } from "../../src/size/diff.ts";
import type { AuditReport } from "../../src/size/report.ts";

function report(name: string, functions: Readonly<Record<string, number>>, packages = {}): AuditReport {
  const rows = Object.entries(functions).map(([of, bytes], index) => ({
    name: of,
    bytes,
    index,
    package: "main",
  }));
  const bytes = rows.reduce((sum, row) => sum + row.bytes, 0);
  return {
    schemaVersion: 1,
    name,
    bytes,
    gzip: bytes / 2,
    brotli: bytes / 4,
    sections: [],
    imports: [],
    byKind: [{ name: "code", bytes }],
    byPackage: Object.entries<number>(packages).map(([of, size]) => ({ name: of, bytes: size })),
    functions: rows,
    unattributedBytes: 0,
    whatIf: [],
  };
}

describe("the difference of two audits", () => {
  test("lists only what changed, by name, largest change first", () => {
    const before = report(
      "old",
      { "main.main": 100, "main.gone": 8, "main.same": 12 },
      { main: 120, fmt: 40 },
    );
    const after = report(
      "new",
      { "main.new": 60, "main.same": 12, "main.main": 104 },
      { main: 176, fmt: 40 },
    );
    expect(diffAudits(before, after)).toEqual({
      before: "old",
      after: "new",
      totals: [
        { name: "raw", before: 120, after: 176, delta: 56 },
        { name: "gzip", before: 60, after: 88, delta: 28 },
        { name: "brotli", before: 30, after: 44, delta: 14 },
      ],
      kinds: [{ name: "code", before: 120, after: 176, delta: 56 }],
      packages: [{ name: "main", before: 120, after: 176, delta: 56 }],
      functions: [
        { name: "main.new", before: 0, after: 60, delta: 60 },
        { name: "main.gone", before: 8, after: 0, delta: -8 },
        { name: "main.main", before: 100, after: 104, delta: 4 },
      ],
    });
  });

  test("counts closures as part of their function, since their numbers shift", () => {
    const before = report("old", {
      "main.run": 10,
      "main.run.func1": 5,
      "main.run.func2.1": 7,
      "main.run.gowrap1": 1,
    });
    const after = report("new", {
      "main.run": 10,
      "main.run.func1": 3,
      "main.run.func2": 5,
      "main.run.func3.1": 7,
    });
    expect(diffAudits(before, after).functions).toEqual([
      { name: "main.run", before: 23, after: 25, delta: 2 },
    ]);
  });

  test.each([
    ["main.f.func1-range2", "main.f"],
    ["main.(*T).m-fm", "main.(*T).m"],
    ["main.f.deferwrap1.2", "main.f"],
    ["main.init.0", "main.init.0"],
    ["main.func1", "main"],
    ["main.funcs", "main.funcs"],
  ])("takes %s for %s", (name, expected) => {
    const { functions } = diffAudits(report("old", {}), report("new", { [name]: 5 }));
    expect(functions.map((row) => row.name)).toEqual([expected]);
  });

  test("puts functions without a name into one row", () => {
    const { functions } = diffAudits(
      report("old", { "function[1]": 5 }),
      report("new", { "function[9]": 7 }),
    );
    expect(functions).toEqual([{ name: "(functions without a name)", before: 5, after: 7, delta: 2 }]);
  });

  test("sums to the change of the file over packages and what nobody owns", () => {
    const before = { ...report("old", { a: 100 }, { main: 90 }), unattributedBytes: 10 };
    const after = { ...report("new", { a: 130 }, { main: 95 }), unattributedBytes: 35 };
    const { packages } = diffAudits(before, after);
    expect(packages.reduce((sum, row) => sum + row.delta, 0)).toBe(30);
  });
});
