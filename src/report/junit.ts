import type { CheckReport, Finding } from "../source/finding.ts";
import { codeFrames } from "./code-frame.ts";
import { escapeXml, printableLine } from "./escape.ts";
import { frameText } from "./frame-text.ts";
import { paintFor } from "./paint.ts";
import type { PreflightReport, RenderContext, ReportFormat } from "./report.ts";

/**
 * JUnit XML as Jenkins and GitLab read it: a suite a file, a case a finding. Errors fail, suppressed findings are skipped, warnings
 * pass with their text as output, and a file without findings has one case that passes.
 */
export const junit: ReportFormat = {
  id: "junit",
  summary: "JUnit XML, for Jenkins and GitLab",
  contentType: "application/xml",
  renderCheck: (report, context) => document(checkSuites(report, context)),
  renderPreflight: (report, context) =>
    document([preflightSuite(report), ...checkSuites(report.check, context)]),
};

interface Suite {
  readonly name: string;
  readonly cases: readonly Case[];
}

interface Case {
  readonly name: string;
  readonly className: string;
  readonly file?: string;
  readonly line?: number;
  readonly seconds?: number;
  readonly result: "passed" | "failed" | "skipped";
  /** Of a failure: its rule. */
  readonly type?: string;
  readonly message: string;
  /** Lines of explanation; "" for none. */
  readonly text: string;
}

function checkSuites(report: CheckReport, context: RenderContext): Suite[] {
  const framesOf = codeFrames(context.sources, { contextLines: 2, maximumCells: 120 });
  const suites = new Map<string, Case[]>([...context.sources.keys()].map((file) => [file, []]));
  const add = (finding: Finding, one: Case): void => {
    const suite = suites.get(finding.file);
    if (suite === undefined) suites.set(finding.file, [one]);
    else suite.push(one);
  };
  for (const finding of report.findings) {
    const frames = framesOf(finding).flatMap((frame) => frameText(frame, finding, paintFor(false)));
    const failed = finding.severity === "error";
    add(finding, {
      ...caseOf(finding, failed ? "failed" : "passed", finding.message),
      text: [...proseOf(finding), ...frames].join("\n"),
    });
  }
  for (const finding of report.suppressed)
    add(finding, caseOf(finding, "skipped", `suppressed: ${finding.reason}`));
  return [...suites].map(([file, cases]) => ({
    name: file,
    cases: cases.length === 0 ? [cleanCase(file)] : cases,
  }));
}

function caseOf(finding: Finding, result: Case["result"], message: string): Case {
  const { file, line, rule } = finding;
  return {
    name: `${rule} at ${file}:${line}:${finding.column}`,
    className: file,
    file,
    line,
    result,
    type: rule,
    message,
    text: "",
  };
}

function cleanCase(file: string): Case {
  return { name: `no findings in ${file}`, className: file, file, result: "passed", message: "", text: "" };
}

function proseOf(finding: Finding): string[] {
  return [
    `${finding.severity}: ${finding.message}`,
    ...(finding.witness === undefined ? [] : [`proof: ${finding.witness}`]),
    ...(finding.help === "" ? [] : [`help: ${finding.help}`]),
  ].map(printableLine);
}

function preflightSuite(report: PreflightReport): Suite {
  const verdict: Case = {
    name: `verdict on ${report.name}`,
    className: "preflight",
    seconds: (report.outcome?.wallMs ?? 0) / 1000,
    result: report.verdict === "reject" ? "failed" : "passed",
    type: report.outcome?.outcome ?? report.verdict,
    message: `${report.verdict}: ${report.reasons[0] ?? ""}`,
    text: report.reasons.map(printableLine).join("\n"),
  };
  return { name: "preflight", cases: [verdict] };
}

function document(suites: readonly Suite[]): string {
  const cases = suites.flatMap((suite) => suite.cases);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="sandglass" ${totals(cases)}>`,
    ...suites.flatMap(suiteLines),
    "</testsuites>",
    "",
  ].join("\n");
}

function suiteLines(suite: Suite): string[] {
  const head = `  <testsuite ${attribute("name", suite.name)} ${totals(suite.cases)}>`;
  return [head, ...suite.cases.flatMap(caseLines), "  </testsuite>"];
}

function totals(cases: readonly Case[]): string {
  const count = (result: Case["result"]): number => cases.filter((one) => one.result === result).length;
  const seconds = cases.reduce((sum, one) => sum + (one.seconds ?? 0), 0);
  return `tests="${cases.length}" failures="${count("failed")}" errors="0" skipped="${count("skipped")}" time="${seconds.toFixed(3)}"`;
}

function caseLines(one: Case): string[] {
  const attributes = [
    attribute("name", one.name),
    attribute("classname", one.className),
    ...(one.file === undefined ? [] : [attribute("file", one.file)]),
    ...(one.line === undefined ? [] : [attribute("line", String(one.line))]),
    `time="${(one.seconds ?? 0).toFixed(3)}"`,
  ].join(" ");
  const body = bodyLine(one);
  if (body === undefined) return [`    <testcase ${attributes}/>`];
  return [`    <testcase ${attributes}>`, `      ${body}`, "    </testcase>"];
}

function bodyLine(one: Case): string | undefined {
  const message = attribute("message", one.message);
  if (one.result === "skipped") return `<skipped ${message}/>`;
  if (one.result === "failed")
    return `<failure ${attribute("type", one.type ?? "")} ${message}>${content(one.text)}</failure>`;
  return one.text === "" ? undefined : `<system-out>${content(one.text)}</system-out>`;
}

function attribute(name: string, value: string): string {
  return `${name}="${escapeXml(printableLine(value))}"`;
}

/** Line ends of text stay as they are; only in attributes must they be references. */
function content(text: string): string {
  return text.split("\n").map(escapeXml).join("\n");
}
