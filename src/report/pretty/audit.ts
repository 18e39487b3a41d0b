import type { AuditDiff, SizeChange } from "../../size/diff.ts";
import type { AuditReport, SizedName } from "../../size/report.ts";
import { printableLine } from "../escape.ts";
import { type Paint, paintFor } from "../paint.ts";
import { formatByteChange, formatBytes, formatCount, formatShare } from "../quantities.ts";
import type { AuditComparison, RenderContext } from "../report.ts";
import { type Column, textTable } from "../text-table.ts";

/** Rows of the longer tables; the JSON has all. */
const ROWS = 20;
const SHORT_ROWS = 12;

/** Who owns the bytes: sections, kinds, packages, largest functions, what would save what; then comparison and budget. */
export function prettyAudit(
  report: AuditReport,
  context: RenderContext,
  comparison: AuditComparison = {},
): string {
  const paint = paintFor(context.color);
  const nameCells = Math.max(20, Math.min(72, context.width - 26));
  const name: Column = { title: "", maximumCells: nameCells };
  const sized = (title: string, rows: readonly SizedName[], limit: number): string[] =>
    sizedTable(rows, { ...name, title }, report.bytes, limit);
  const tables = [
    [headline(report, paint)],
    sized("section", report.sections, ROWS),
    sized("kind", report.byKind, ROWS),
    sized(
      "package",
      [...report.byPackage, { name: "(unattributed)", bytes: report.unattributedBytes }],
      ROWS,
    ),
    sized("function", report.functions, ROWS),
    importLines(report),
    whatIfTable(report, name),
    ...(comparison.diff === undefined ? [] : diffTables(comparison.diff, name)),
    budgetTable(comparison, name),
  ];
  return `${tables
    .filter((table) => table.length > 0)
    .map((table) => headed(table, paint).join("\n"))
    .join("\n\n")}\n`;
}

function headline(report: AuditReport, paint: Paint): string {
  const sizes = `${formatBytes(report.gzip)} gzip, ${formatBytes(report.brotli)} brotli`;
  const layout = report.goMetadata;
  const go =
    layout?.status === "unknown"
      ? `\n  Go's metadata was not readable (${printableLine(layout.reason ?? "unknown layout")}); data is not attributed`
      : "";
  const bytes = `${formatBytes(report.bytes)} (${formatCount(report.bytes)} bytes)`;
  return `${paint(printableLine(report.name), "bold")}: ${bytes}, ${sizes}${go}`;
}

function headed([head = "", ...rows]: readonly string[], paint: Paint): string[] {
  return rows.length === 0 ? [head] : [paint(head, "note"), ...rows];
}

function sizedTable(rows: readonly SizedName[], name: Column, totalBytes: number, limit: number): string[] {
  const used = rows.filter((row) => row.bytes > 0);
  if (used.length === 0) return [];
  const shown = used.length > limit + 1 ? used.slice(0, limit) : used;
  const restBytes = used.slice(shown.length).reduce((sum, row) => sum + row.bytes, 0);
  const rest = { name: `(${formatCount(used.length - shown.length)} more)`, bytes: restBytes };
  const all = shown.length === used.length ? shown : [...shown, rest];
  return textTable(
    [name, { title: "bytes", align: "right" }, { title: "share", align: "right" }],
    all.map((row) => [printableLine(row.name), formatCount(row.bytes), formatShare(row.bytes, totalBytes)]),
  );
}

function importLines(report: AuditReport): string[] {
  if (report.imports.length === 0) return ["imports: none"];
  const byModule = new Map<string, string[]>();
  for (const one of report.imports) {
    const names = byModule.get(one.module);
    if (names === undefined) byModule.set(one.module, [one.name]);
    else names.push(one.name);
  }
  return [
    "imports",
    ...[...byModule].slice(0, ROWS).map(([module, names]) => printableLine(`${module}: ${names.join(", ")}`)),
  ];
}

function whatIfTable(report: AuditReport, name: Column): string[] {
  if (report.whatIf.length === 0) return [];
  return textTable(
    [
      { ...name, title: "what if" },
      { title: "saves", align: "right" },
      { title: "gzip", align: "right" },
      { title: "brotli", align: "right" },
      { title: "how" },
    ],
    report.whatIf.map((row) => [
      printableLine(row.change),
      formatBytes(report.bytes - row.bytes),
      formatBytes(report.gzip - row.gzip),
      formatBytes(report.brotli - row.brotli),
      row.how,
    ]),
  );
}

function diffTables(diff: AuditDiff, name: Column): string[][] {
  const table = (title: string, rows: readonly SizeChange[]): string[] =>
    rows.length === 0
      ? []
      : textTable(
          [
            { ...name, title },
            { title: "before", align: "right" },
            { title: "after", align: "right" },
            { title: "change", align: "right" },
          ],
          rows
            .slice(0, SHORT_ROWS)
            .map((row) => [
              printableLine(row.name),
              formatCount(row.before),
              formatCount(row.after),
              formatByteChange(row.delta),
            ]),
        );
  return [
    table(`change since ${printableLine(diff.before)}`, diff.totals),
    table("kind", diff.kinds),
    table("package", diff.packages),
    table("function", diff.functions),
  ];
}

function budgetTable({ budget = [] }: AuditComparison, name: Column): string[] {
  if (budget.length === 0) return [];
  return textTable(
    [
      { ...name, title: "budget" },
      { title: "bytes", align: "right" },
      { title: "limit", align: "right" },
      { title: "" },
    ],
    budget.map((row) => [
      printableLine(row.scope === "package" ? `package ${row.name}` : row.name),
      formatCount(row.bytes),
      formatCount(row.limitBytes),
      row.passed ? "within" : "OVER",
    ]),
  );
}
