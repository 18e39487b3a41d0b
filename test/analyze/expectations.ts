import { createHash } from "node:crypto";
import { type AnalyzeOptions, analyze } from "../../src/analyze/analyze.ts";
import { loadGoParser } from "../../src/platform/node/go-parser.ts";
import type { CheckReport } from "../../src/source/finding.ts";
import type { GoParser } from "../../src/source/parser.ts";

let shared: Promise<GoParser> | undefined;

/** The parser that a user gets, loaded once. */
export function sharedParser(): Promise<GoParser> {
  shared ??= loadGoParser();
  return shared;
}

/** Lower-case hex, as the command line injects it. */
export const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

/** Analyses one package given as path → text. */
export async function check(
  files: Readonly<Record<string, string>>,
  options: Partial<AnalyzeOptions> = {},
): Promise<CheckReport> {
  const parser = await sharedParser();
  const list = Object.entries(files).map(([path, text]) => ({ path, text }));
  const defaults = { parser, honourSuppressions: true, toolVersion: "test", sha256 };
  return analyze([{ name: "demo", files: list }], { ...defaults, ...options });
}

/** One finding as a line: `7: error endless-loop`. */
export function brief(report: CheckReport): string[] {
  return report.findings.map((finding) => `${finding.line}: ${finding.severity} ${finding.rule}`);
}

/** What a fixture wants on a line: `// want error endless-loop "part of the message"`; `want-below` means the next. */
export interface Want {
  readonly line: number;
  readonly severity: string;
  readonly rule: string;
  readonly message: string;
}

/** The expectations in the comments of a fixture. */
export function wantsOf(text: string): Want[] {
  return text.split("\n").flatMap((content, at) =>
    [...content.matchAll(/want(-below)? (error|warning|info) ([a-z-]+) "([^"]+)"/g)].map((match) => ({
      line: at + (match[1] === undefined ? 1 : 2),
      severity: match[2]!,
      rule: match[3]!,
      message: match[4]!,
    })),
  );
}
