import type { AuditReport, SizedName } from "../../size/report.ts";
import { escapeMarkdown, markdownCode } from "../escape.ts";
import { formatByteChange, formatBytes, formatCount, formatShare } from "../quantities.ts";
import type { AuditComparison } from "../report.ts";

const ROWS = 15;

/** Sizes as tables; with a comparison, what changed and whether the budget holds come first. */
export function auditMarkdown(report: AuditReport, comparison: AuditComparison): string[] {
  const sizes = `${formatBytes(report.bytes)}, ${formatBytes(report.gzip)} gzip, ${formatBytes(report.brotli)} brotli`;
  return [
    `# Size of ${escapeMarkdown(report.name)}: ${sizes}`,
    ...budgetPart(comparison),
    ...diffPart(comparison),
    ...sizedPart("Kinds", report.byKind, report.bytes),
    ...sizedPart("Packages", report.byPackage, report.bytes),
    ...sizedPart("Largest functions", report.functions, report.bytes),
    ...whatIfPart(report),
  ];
}

function sizedPart(title: string, rows: readonly SizedName[], totalBytes: number): string[] {
  if (rows.length === 0) return [];
  const shown = rows
    .slice(0, ROWS)
    .map((row) => [markdownCode(row.name), formatCount(row.bytes), formatShare(row.bytes, totalBytes)]);
  return [`## ${title}`, table(["name", "bytes", "share"], shown)];
}

function whatIfPart(report: AuditReport): string[] {
  if (report.whatIf.length === 0) return [];
  const rows = report.whatIf.map((row) => [
    escapeMarkdown(row.change),
    formatBytes(report.bytes - row.bytes),
    formatBytes(report.brotli - row.brotli),
    row.how,
  ]);
  return ["## What if", table(["change", "saves", "saves, brotli", "how"], rows)];
}

function diffPart({ diff }: AuditComparison): string[] {
  if (diff === undefined) return [];
  const rows = [...diff.totals, ...diff.packages.slice(0, ROWS)].map((row) => [
    markdownCode(row.name),
    formatCount(row.before),
    formatCount(row.after),
    escapeMarkdown(formatByteChange(row.delta)),
  ]);
  return [`## Change since ${escapeMarkdown(diff.before)}`, table(["", "before", "after", "change"], rows)];
}

function budgetPart({ budget = [] }: AuditComparison): string[] {
  if (budget.length === 0) return [];
  const rows = budget.map((row) => [
    markdownCode(row.name),
    formatCount(row.bytes),
    formatCount(row.limitBytes),
    row.passed ? "within" : "**over**",
  ]);
  return ["## Budget", table(["", "bytes", "limit", ""], rows)];
}

/** First column to the left, the others, mostly numbers, to the right. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  const rule = head.map((_, index) => (index === 0 ? "---" : "---:"));
  return [line(head), `|${rule.join("|")}|`, ...rows.map(line)].join("\n");
}
