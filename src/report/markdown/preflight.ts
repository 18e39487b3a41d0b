import type { Outcome } from "../../runtime/outcome.ts";
import { escapeMarkdown, markdownBlock, markdownCode } from "../escape.ts";
import { outcomeSentence } from "../outcome-words.ts";
import { limitTexts } from "../pretty/harden.ts";
import { formatBytes, formatCount, formatMs } from "../quantities.ts";
import type { PreflightReport, RenderContext, Verdict } from "../report.ts";
import { findingsMarkdown } from "./findings.ts";

/** Words beside colours: a mark is not read by everyone. */
const MARKS: Readonly<Record<Verdict, string>> = { accept: "✅", warn: "⚠️", reject: "❌" };
/** Rows of denials and units of each stream that a comment can bear. */
const LISTED = 20;
const STREAM_UNITS = 4_000;

/** For job summaries and comments: verdict, reasons, facts, findings, what the guest printed. */
export function preflightMarkdown(report: PreflightReport, context: RenderContext): string[] {
  const title = `# ${MARKS[report.verdict]} ${report.verdict}: ${escapeMarkdown(report.name)}`;
  return [
    title,
    report.reasons.map((reason) => `- ${escapeMarkdown(reason)}`).join("\n"),
    factTable(report),
    ...(report.outcome === undefined ? [] : denialList(report.outcome)),
    ...(report.check.files > 0 || report.check.findings.length > 0
      ? ["## Findings", ...findingsMarkdown(report.check, context)]
      : []),
    ...stream("Standard output", report.stdout),
    ...stream("Standard error", report.stderr),
  ];
}

function factTable({ build, harden, audit, outcome }: PreflightReport): string {
  const rows: [string, string][] = [];
  if (outcome !== undefined) {
    rows.push(["run", outcomeSentence(outcome)]);
    const limit = outcome.fuelLimit === undefined ? "" : ` of ${formatCount(outcome.fuelLimit)}`;
    if (outcome.fuelUsed !== undefined) rows.push(["fuel", `${formatCount(outcome.fuelUsed)}${limit}`]);
    if (outcome.outcome !== "refused")
      rows.push([
        "time and memory",
        `${formatMs(outcome.wallMs)}, at most ${formatBytes(outcome.memoryPeakBytes)}`,
      ]);
    if (outcome.remedy !== undefined) rows.push(["remedy", outcome.remedy]);
  }
  if (build !== undefined)
    rows.push(["build", `${build.goVersion}, ${build.target}, ${formatBytes(build.bytes)}`]);
  if (harden !== undefined)
    rows.push(["hardened", `${formatBytes(harden.output.bytes)}, ${limitTexts(harden.limits).join(", ")}`]);
  if (audit !== undefined)
    rows.push(["compressed", `${formatBytes(audit.gzip)} gzip, ${formatBytes(audit.brotli)} brotli`]);
  if (rows.length === 0) return "Nothing was built or run.";
  return [
    "| | |",
    "|---|---|",
    ...rows.map(([name, value]) => `| ${name} | ${escapeMarkdown(value)} |`),
  ].join("\n");
}

function denialList({ denials }: Outcome): string[] {
  if (denials.length === 0) return [];
  const rows = denials
    .slice(0, LISTED)
    .map(
      (one) => `| ${markdownCode(one.import)} | ${formatCount(one.count)} | ${escapeMarkdown(one.flag)} |`,
    );
  return [["| denied call | times | allowed by |", "|---|---|---|", ...rows].join("\n")];
}

function stream(title: string, text: string | undefined): string[] {
  if (text === undefined || text === "") return [];
  const tail = text.slice(-STREAM_UNITS);
  return [`## ${title}${tail.length < text.length ? " (its end)" : ""}`, markdownBlock(tail, "text")];
}
