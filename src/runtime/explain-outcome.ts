import type { Policy } from "../policy/policy.ts";
import type { Outcome, OutcomeKind } from "./outcome.ts";
import { outcomeTexts } from "./outcome-texts.ts";
import { printableText } from "./quantities.ts";

/** One outcome as data: `explain`, the documentation and the lines of a stop read this. */
export interface OutcomeExplanation {
  readonly id: OutcomeKind;
  /** What happened, in one sentence. */
  readonly what: string;
  /** How the tool comes to say so, and what it means. */
  readonly why: string;
  /** What to do about it. */
  readonly remedy: string;
  /** The flag that moves the limit; undefined where there is none. */
  readonly flag: string | undefined;
}

/** Every outcome, in the order of DESIGN section 2. */
export const outcomeExplanations: readonly OutcomeExplanation[] = outcomeTexts;

/** The text of `sandglass explain <outcome>`, as Markdown. */
export function outcomeMarkdown({ id, what, why, remedy, flag }: OutcomeExplanation): string {
  const lines = [`# ${id}`, "", what, "", "## Why", "", why, "", "## What to do", "", remedy];
  if (flag !== undefined) lines.push("", `Flag: \`${flag}\``);
  return `${lines.join("\n")}\n`;
}

/** Denials shown in a terminal; the report has all. */
const SHOWN_DENIALS = 5;

/**
 * The lines for standard error about how a run ended; empty when there is nothing to say: the guest exited by itself and
 * either well or with nothing denied.
 */
export function explainStop(outcome: Outcome, policy: Policy): readonly string[] {
  const { outcome: kind, message, remedy } = outcome;
  if (kind === "exited") return outcome.exitCode === 0 ? [] : denialLines(outcome);
  const see = `see: sandglass explain ${kind}`;
  return [
    headline(kind),
    `  ${printableLine(message)}`,
    ...refusalLines(outcome),
    ...denialLines(outcome),
    `  ${remedy === undefined ? "" : `${printableLine(remedy)}; `}${see}`,
    ...(kind === "refused" && policy.file !== undefined ? [`  policy: ${policy.file}`] : []),
  ];
}

/** Killed programs say what a shell would; Go programmers know the words for the rest. */
function headline(kind: OutcomeKind): string {
  if (kind === "refused") return "refused";
  if (kind === "trapped") return "signal: aborted";
  if (kind === "deadlocked") return "fatal error: deadlock!";
  return kind === "call-depth" ? "fatal error: stack overflow" : "signal: killed";
}

function refusalLines({ events }: Outcome): string[] {
  return events
    .filter((event) => event.kind === "import-refused")
    .map((event) => `  ${printableLine(String(event["text"]))}`);
}

function denialLines({ denials, outcome }: Outcome): string[] {
  if (outcome === "refused") return [];
  const lines = denials
    .slice(0, SHOWN_DENIALS)
    .map(
      ({ import: name, flag }) => `  denied: ${printableLine(name)}; allow it with ${printableLine(flag)}`,
    );
  const more = denials.length - lines.length;
  return more > 0 ? [...lines, `  and ${more} more denials; --report FILE has all`] : lines;
}

function printableLine(text: string): string {
  return printableText(text, 2_000);
}
