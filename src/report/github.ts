import type { CheckReport, Finding, Severity } from "../source/finding.ts";
import { escapeGithubMessage, escapeGithubProperty, printableLine } from "./escape.ts";
import { plural } from "./quantities.ts";
import type { PreflightReport, ReportFormat, Verdict } from "./report.ts";
import { gravestFirst, tallyFindings, tallyScope } from "./tally.ts";

/** Workflow commands that GitHub Actions turns into annotations of the changed files. */
export const github: ReportFormat = {
  id: "github",
  summary: "annotations for GitHub Actions",
  contentType: "text/plain; charset=utf-8",
  renderCheck: (report) => text(annotations(report, new Map())),
  renderPreflight: (report) => text([verdictLine(report), ...annotations(report.check, taken(report))]),
};

type Command = "error" | "warning" | "notice";

const COMMANDS: Readonly<Record<Severity, Command>> = { error: "error", warning: "warning", info: "notice" };
const VERDICTS: Readonly<Record<Verdict, Command>> = { reject: "error", warn: "warning", accept: "notice" };

/** A step shows ten annotations of each kind and drops the rest (GitHub Actions, workflow commands). */
const SHOWN_OF_EACH = 10;

function annotations(report: CheckReport, used: ReadonlyMap<Command, number>): string[] {
  const counts = new Map(used);
  const lines: string[] = [];
  let left = 0;
  for (const finding of gravestFirst(report.findings)) {
    const command = COMMANDS[finding.severity];
    const count = counts.get(command) ?? 0;
    counts.set(command, count + 1);
    if (count < SHOWN_OF_EACH) lines.push(findingLine(command, finding));
    else left += 1;
  }
  if (left > 0) lines.push(`${plural(left, "finding")} beyond what GitHub shows of one step`);
  lines.push(`sandglass: ${tallyFindings(report.findings)} ${tallyScope(report)}`);
  return lines;
}

/** Columns count only for a place within one line; GitHub ignores them otherwise. */
function findingLine(command: Command, finding: Finding): string {
  const place: (readonly [string, string | number])[] = [
    ["file", relativePath(finding.file)],
    ["line", finding.line],
    ["endLine", finding.endLine],
  ];
  if (finding.line === finding.endLine) place.push(["col", finding.column], ["endColumn", finding.endColumn]);
  const message = [
    finding.message,
    ...(finding.witness === undefined ? [] : [`Proof: ${finding.witness}`]),
    ...(finding.help === "" ? [] : [`Help: ${finding.help}`]),
  ];
  return commandLine(command, [...place, ["title", `sandglass: ${finding.rule}`]], message);
}

function verdictLine(report: PreflightReport): string {
  const title = `sandglass: ${report.verdict} ${report.name}`;
  return commandLine(VERDICTS[report.verdict], [["title", title]], report.reasons);
}

function taken(report: PreflightReport): ReadonlyMap<Command, number> {
  return new Map([[VERDICTS[report.verdict], 1]]);
}

function commandLine(
  command: Command,
  properties: readonly (readonly [string, string | number])[],
  message: readonly string[],
): string {
  const list = properties.map(
    ([name, value]) => `${name}=${escapeGithubProperty(printableLine(String(value)))}`,
  );
  return `::${command} ${list.join(",")}::${escapeGithubMessage(message.map(printableLine).join("\n"))}`;
}

/** Annotations attach to paths as git spells them. */
function relativePath(file: string): string {
  return file.replaceAll("\\", "/").replace(/^(?:\.\/)+/, "");
}

function text(lines: readonly string[]): string {
  return `${lines.join("\n")}\n`;
}
