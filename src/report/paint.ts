import type { Severity } from "../source/finding.ts";
import type { Verdict } from "./report.ts";

/** What a colour means; the terminal's own palette decides how it looks. */
export type Ink = "bold" | "dim" | "bad" | "warn" | "good" | "note";

/** Puts ANSI codes around text, or leaves it as it is. The text itself must be printable already. */
export type Paint = (text: string, ...inks: readonly Ink[]) => string;

/** SGR codes (ECMA-48, 8.3.117): bold, faint, red, yellow, green, cyan. */
const CODES: Readonly<Record<Ink, number>> = { bold: 1, dim: 2, bad: 31, warn: 33, good: 32, note: 36 };

export function paintFor(color: boolean): Paint {
  if (!color) return (text) => text;
  return (text, ...inks) =>
    text === "" ? "" : `\u001b[${inks.map((ink) => CODES[ink]).join(";")}m${text}\u001b[0m`;
}

export function severityInk(severity: Severity): Ink {
  return severity === "error" ? "bad" : severity === "warning" ? "warn" : "note";
}

export function verdictInk(verdict: Verdict): Ink {
  return verdict === "reject" ? "bad" : verdict === "warn" ? "warn" : "good";
}
