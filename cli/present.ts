import { ToolError } from "../src/errors.ts";
import { formatNamed } from "../src/report/formats.ts";
import type { RenderContext, ReportFormat } from "../src/report/report.ts";
import type { CheckReport } from "../src/source/finding.ts";
import { type Invocation, type Io, optionValue } from "./command.ts";

/** The format that the user chose. */
export function chosenFormat(invocation: Invocation): ReportFormat {
  return formatNamed(optionValue(invocation, "format") ?? "pretty");
}

/**
 * What a format needs beside the report: the sources for code frames, the rules, the terminal. The rules are many: whoever
 * knows that nothing asks for them says so.
 */
export async function renderContext(
  invocation: Invocation,
  io: Io,
  sources: ReadonlyMap<string, string>,
  asksForRules = true,
): Promise<RenderContext> {
  const toTerminal = optionValue(invocation, "output") === undefined;
  return {
    sources,
    rules: asksForRules ? (await import("./rules.ts")).allRules() : [],
    color: toTerminal && io.color.stdout,
    width: io.width,
    toolVersion: io.version,
  };
}

/** Writes a result to --output (whole or not at all) or to standard output. */
export async function present(text: string, invocation: Invocation, io: Io): Promise<void> {
  const file = optionValue(invocation, "output");
  const whole = text.endsWith("\n") ? text : `${text}\n`;
  if (file === undefined || file === "-") await io.writeOut(whole);
  else await io.platform.files.write(file, whole);
}

/** The function of a format for one kind of result, or an error that says which formats have it. */
export function rendererOf<Kind extends keyof ReportFormat>(
  format: ReportFormat,
  kind: Kind,
): NonNullable<ReportFormat[Kind]> {
  const render = format[kind];
  if (render !== undefined && render !== null) return render as NonNullable<ReportFormat[Kind]>;
  throw new ToolError("usage/bad-format", `this command has no ${format.id} output`, {
    hint: "use --format pretty or --format json",
  });
}

/** Source that cannot be parsed or compiled is unusable input, like a missing file (docs/decisions/01). */
export const EXIT_BROKEN_SOURCE = 2;

/** 1 when a finding is at or above --fail-on, 2 when there is no program to judge, always 0 with `never`. */
export function exitCodeFor(report: CheckReport, failOn: string): number {
  if (failOn === "never") return 0;
  if (isBroken(report.findings)) return EXIT_BROKEN_SOURCE;
  const failing: readonly string[] = failOn === "warning" ? ["error", "warning"] : ["error"];
  return report.findings.some((finding) => failing.includes(finding.severity)) ? 1 : 0;
}

/** Whether some of the source does not parse or compile. */
export function isBroken(findings: CheckReport["findings"]): boolean {
  return findings.some((finding) => finding.hazard === "does-not-build" && finding.severity === "error");
}
