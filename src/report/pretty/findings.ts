import type { CheckReport, Finding } from "../../source/finding.ts";
import { type CodeFrame, codeFrames } from "../code-frame.ts";
import { printableLine } from "../escape.ts";
import { frameText } from "../frame-text.ts";
import { type Paint, paintFor, severityInk } from "../paint.ts";
import type { RenderContext } from "../report.ts";
import { silencingComment } from "../silence.ts";
import { countOf, tallyFindings, tallyScope } from "../tally.ts";
import { wrapWords } from "../text-width.ts";

/** Cells beside the source in a frame: up to five digits, bar and spaces. */
const GUTTER_CELLS = 9;

/** Findings with code frames, what was suppressed, and a line that counts. How to go on is said once a rule. */
export function prettyCheck(report: CheckReport, context: RenderContext): string {
  const paint = paintFor(context.color);
  const framesOf = codeFrames(context.sources, {
    contextLines: 2,
    maximumCells: Math.max(20, context.width - GUTTER_CELLS),
  });
  const unexplained = new Set(context.rules.map((rule) => rule.id));
  const blocks = report.findings.map((finding) => {
    const first = unexplained.delete(finding.rule);
    const remedy = first ? remedies(finding, context) : "";
    return findingBlock(finding, framesOf(finding), remedy, context.width, paint);
  });
  const suppressed = report.suppressed.map((one) => suppressedLine(one, paint));
  if (suppressed.length > 0) blocks.push(suppressed);
  blocks.push([summaryLine(report, paint)]);
  return `${blocks.map((block) => block.join("\n")).join("\n\n")}\n`;
}

function findingBlock(
  finding: Finding,
  frames: readonly CodeFrame[],
  remedy: string,
  width: number,
  paint: Paint,
): string[] {
  const ink = severityInk(finding.severity);
  const head = `${paint(finding.severity, ink, "bold")}${paint(`: ${printableLine(finding.message)}`, "bold")}`;
  const lines = [head];
  if (frames[0]?.file !== finding.file) lines.push(`  at ${place(finding)}`);
  for (const frame of frames) lines.push(...frameText(frame, finding, paint));
  const framed = new Set(frames.map((frame) => frame.file));
  for (const one of finding.related)
    if (!framed.has(one.file)) lines.push(`  at ${place(one)}: ${printableLine(one.message)}`);
  if (finding.witness !== undefined) lines.push(...note("proof", finding.witness, width, paint));
  if (finding.help !== "") lines.push(...note("help", finding.help, width, paint));
  const cwe = finding.cwe.length === 0 ? "" : ` (${finding.cwe.join(", ")})`;
  lines.push(...note("rule", `${finding.rule}${cwe}${remedy}`, width, paint));
  return lines;
}

function remedies({ rule, hazard }: Finding, context: RenderContext): string {
  const comment = silencingComment({ id: rule, hazard }, context);
  return `; see sandglass explain ${rule}${comment === undefined ? "" : `, silence it with ${comment}`}`;
}

/** A titled paragraph, indented under its title. */
function note(title: string, text: string, width: number, paint: Paint): string[] {
  const indent = " ".repeat(9);
  const lines = wrapWords(printableLine(text), Math.max(30, width - indent.length));
  return lines.map((line, index) =>
    index === 0 ? `  ${paint(`${title}:`.padEnd(7), "note")}${line}` : indent + line,
  );
}

function suppressedLine(finding: CheckReport["suppressed"][number], paint: Paint): string {
  const reason = finding.reason.trim() === "" ? "no reason given" : printableLine(finding.reason);
  return `${paint("suppressed:", "dim")} ${place(finding)}: ${printableLine(finding.rule)}: ${reason}`;
}

function summaryLine(report: CheckReport, paint: Paint): string {
  const { findings } = report;
  const ink = countOf(findings, "error") > 0 ? "bad" : countOf(findings, "warning") > 0 ? "warn" : "good";
  return `${paint(tallyFindings(findings), ink, "bold")} ${tallyScope(report)}`;
}

function place(region: { readonly file: string; readonly line: number; readonly column: number }): string {
  return `${printableLine(region.file)}:${region.line}:${region.column}`;
}
