import type { CheckReport, Finding } from "../../source/finding.ts";
import { codeFrames } from "../code-frame.ts";
import { escapeMarkdown, markdownBlock, markdownCode } from "../escape.ts";
import { frameText } from "../frame-text.ts";
import { paintFor } from "../paint.ts";
import { plural } from "../quantities.ts";
import type { RenderContext } from "../report.ts";
import { gravestFirst, tallyFindings, tallyScope } from "../tally.ts";

/** A job summary may have 1 MiB, a comment 64 KiB: findings beyond this are in the table, then only counted. */
const DETAILED = 20;
const LISTED = 100;

/** A line that counts, a table of the findings, and the first of them in full. */
export function findingsMarkdown(report: CheckReport, context: RenderContext): string[] {
  const findings = gravestFirst(report.findings);
  const parts = [`**${tallyFindings(findings)}** ${tallyScope(report)}.`];
  if (findings.length > 0) parts.push(findingTable(findings));
  const framesOf = codeFrames(context.sources, { contextLines: 2, maximumCells: 100 });
  for (const finding of findings.slice(0, DETAILED)) {
    const frames = framesOf(finding).flatMap((frame) => frameText(frame, finding, paintFor(false)));
    parts.push(...findingDetails(finding, frames));
  }
  if (report.suppressed.length > 0) parts.push(suppressedList(report.suppressed));
  return parts;
}

function findingTable(findings: readonly Finding[]): string {
  const rows = findings
    .slice(0, LISTED)
    .map(
      (finding) =>
        `| ${finding.severity} | ${placeCode(finding)} | ${markdownCode(finding.rule)} | ${escapeMarkdown(finding.message)} |`,
    );
  const more = findings.length - LISTED;
  return [
    "| | place | rule | message |",
    "|---|---|---|---|",
    ...rows,
    ...(more > 0 ? [`| | | | and ${plural(more, "more finding")} |`] : []),
  ].join("\n");
}

function findingDetails(finding: Finding, frames: readonly string[]): string[] {
  const notes = [
    ...(finding.witness === undefined ? [] : [`**Proof:** ${escapeMarkdown(finding.witness)}`]),
    ...(finding.help === "" ? [] : [`**Help:** ${escapeMarkdown(finding.help)}`]),
  ];
  return [
    `### ${finding.severity}: ${escapeMarkdown(finding.message)}`,
    frames.length === 0 ? `At ${placeCode(finding)}.` : markdownBlock(frames.join("\n")),
    ...(notes.length === 0 ? [] : [notes.join("<br>\n")]),
  ];
}

function suppressedList(suppressed: CheckReport["suppressed"]): string {
  const rows = suppressed
    .slice(0, LISTED)
    .map((one) => `- ${placeCode(one)} ${markdownCode(one.rule)}: ${escapeMarkdown(one.reason)}`);
  return ["**Suppressed by comments in the source:**", "", ...rows].join("\n");
}

function placeCode(finding: Finding): string {
  return markdownCode(`${finding.file}:${finding.line}:${finding.column}`);
}
