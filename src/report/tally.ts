import type { CheckReport, Finding, Severity } from "../source/finding.ts";
import { plural } from "./quantities.ts";

const SEVERITIES: readonly Severity[] = ["error", "warning", "info"];

export function countOf(findings: readonly Finding[], severity: Severity): number {
  return findings.filter((finding) => finding.severity === severity).length;
}

/** "2 errors, 1 warning", or "no findings". */
export function tallyFindings(findings: readonly Finding[]): string {
  const counts = SEVERITIES.map((severity) => [severity, countOf(findings, severity)] as const);
  const words = counts
    .filter(([, count]) => count > 0)
    .map(([severity, count]) => (severity === "info" ? plural(count, "note") : plural(count, severity)));
  return words.length === 0 ? "no findings" : words.join(", ");
}

/** "in 3 files, 14 functions, 9 loops; 1 suppressed". */
export function tallyScope(report: CheckReport): string {
  const scope = [
    plural(report.files, "file"),
    plural(report.functions, "function"),
    plural(report.loops, "loop"),
  ];
  const suppressed = report.suppressed.length === 0 ? "" : `; ${report.suppressed.length} suppressed`;
  return `in ${scope.join(", ")}${suppressed}`;
}

/** Errors first, then warnings, then info; within each as the analysis gave them. */
export function gravestFirst<T extends Finding>(findings: readonly T[]): T[] {
  return SEVERITIES.flatMap((severity) => findings.filter((finding) => finding.severity === severity));
}
