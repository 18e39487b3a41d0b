import { printableBlock, printableLine } from "../escape.ts";
import { type Paint, paintFor, verdictInk } from "../paint.ts";
import { formatBytes } from "../quantities.ts";
import type { PreflightReport, RenderContext } from "../report.ts";
import { buildLines } from "./build.ts";
import { prettyCheck } from "./findings.ts";
import { hardenLines } from "./harden.ts";
import { outcomeLines } from "./outcome.ts";

/** Last lines of what the guest printed; the report files have more. */
const OUTPUT_LINES = 12;

/** Findings, then the stages in their order, and the verdict at the end, where a terminal leaves the eye. */
export function prettyPreflight(report: PreflightReport, context: RenderContext): string {
  const paint = paintFor(context.color);
  const { build, harden, audit, outcome } = report;
  const blocks: string[][] = [];
  if (report.check.files > 0 || report.check.findings.length > 0)
    blocks.push([prettyCheck(report.check, context).trimEnd()]);
  if (build !== undefined) blocks.push(buildLines(build, context));
  if (harden !== undefined) blocks.push(hardenLines(harden, context));
  if (audit !== undefined)
    blocks.push([
      `${paint("Size", "bold")}: ${formatBytes(audit.bytes)}, ${formatBytes(audit.gzip)} gzip, ${formatBytes(audit.brotli)} brotli`,
    ]);
  if (outcome !== undefined) blocks.push(outcomeLines(outcome, paint));
  blocks.push(outputLines("stdout", report.stdout, paint), outputLines("stderr", report.stderr, paint));
  blocks.push(verdictLines(report, paint));
  return `${blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join("\n"))
    .join("\n\n")}\n`;
}

function outputLines(stream: string, text: string | undefined, paint: Paint): string[] {
  if (text === undefined || text === "") return [];
  const lines = printableBlock(text).replace(/\n$/, "").split("\n");
  const cut = Math.max(0, lines.length - OUTPUT_LINES);
  const head = cut === 0 ? stream : `${stream}, the last ${OUTPUT_LINES} of ${lines.length} lines`;
  return [
    paint(head, "note"),
    ...lines.slice(cut).map((line) => `  ${paint("│", "dim")} ${printableLine(line)}`),
  ];
}

function verdictLines(report: PreflightReport, paint: Paint): string[] {
  const word = paint(report.verdict.toUpperCase(), verdictInk(report.verdict), "bold");
  return [
    `${word}  ${printableLine(report.name)}`,
    ...report.reasons.map((reason) => `  ${paint("·", "dim")} ${printableLine(reason)}`),
  ];
}
