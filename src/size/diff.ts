import type { AuditReport, SizedFunction, SizedName } from "./report.ts";

/** One name in two audits. A name that is new has `before` 0, one that is gone has `after` 0. Bytes. */
export interface SizeChange {
  readonly name: string;
  readonly before: number;
  readonly after: number;
  readonly delta: number;
}

/** Only what changed is listed, largest change first. */
export interface AuditDiff {
  readonly before: string;
  readonly after: string;
  /** Raw, gzip and brotli size of the whole file. */
  readonly totals: readonly SizeChange[];
  readonly kinds: readonly SizeChange[];
  readonly packages: readonly SizeChange[];
  readonly functions: readonly SizeChange[];
}

/**
 * Compares two audits by name, never by index: indices shift with every function that comes or goes. A function's closures
 * count as part of it, since their numbers shift as well; functions that share a name are added up.
 */
export function diffAudits(before: AuditReport, after: AuditReport): AuditDiff {
  const totals = (["bytes", "gzip", "brotli"] as const).map((name) =>
    change(name === "bytes" ? "raw" : name, before[name], after[name]),
  );
  return {
    before: before.name,
    after: after.name,
    totals,
    kinds: changes(before.byKind, after.byKind),
    packages: changes(owned(before), owned(after)),
    functions: changes(before.functions.map(stable), after.functions.map(stable)),
  };
}

/** What nobody owns is a row like the packages, so that the rows sum to the change of the file. */
function owned(report: AuditReport): SizedName[] {
  return [...report.byPackage, { name: "(unattributed)", bytes: report.unattributedBytes }];
}

/**
 * The function that a closure belongs to: `main.run.func2.1` → main.run, also `.gowrap1`, `.deferwrap1`, `-range1`, `-fm`.
 * Names: cmd/compile/internal/ir/func.go, closureName. A function without a name would be compared by index: one row for all.
 */
function stable({ name, bytes }: SizedFunction): SizedName {
  if (/^function\[\d+\]$/.test(name)) return { name: "(functions without a name)", bytes };
  let end = name.length;
  let kept = end;
  for (;;) {
    const start = Math.max(name.lastIndexOf(".", end - 1), name.lastIndexOf("-", end - 1));
    const part = start > 0 ? name.slice(start, end) : "";
    if (/^(?:\.(?:func|gowrap|deferwrap)\d+|-range\d+|-fm)$/.test(part)) kept = start;
    else if (!/^\.\d+$/.test(part)) return { name: name.slice(0, kept), bytes };
    end = start;
  }
}

function changes(before: readonly SizedName[], after: readonly SizedName[]): SizeChange[] {
  const sums = new Map<string, { before: number; after: number }>();
  const sumOf = (name: string) => {
    const known = sums.get(name);
    if (known) return known;
    const sum = { before: 0, after: 0 };
    sums.set(name, sum);
    return sum;
  };
  for (const { name, bytes } of before) sumOf(name).before += bytes;
  for (const { name, bytes } of after) sumOf(name).after += bytes;
  return [...sums]
    .map(([name, sum]) => change(name, sum.before, sum.after))
    .filter((row) => row.delta !== 0)
    .sort((a, b) => Math.abs(b.delta) - Math.abs(a.delta) || (a.name < b.name ? -1 : 1));
}

function change(name: string, before: number, after: number): SizeChange {
  return { name, before, after, delta: after - before };
}
