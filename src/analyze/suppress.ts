import { type GoFile, lineAt } from "../source/go-file.ts";
import { type NodeId, textOf } from "../source/tree.ts";
import type { Draft } from "./rule.ts";

/** A valid `//sandglass:ignore rule reason`. */
export interface Suppression {
  readonly rule: string;
  readonly reason: string;
  /** Line of the comment: it speaks about this line and the next. */
  readonly line: number;
}

/** What the suppression comments of a file say, and what is wrong with some of them. */
export interface Suppressions {
  readonly valid: readonly Suppression[];
  readonly bad: readonly Draft[];
}

const PREFIX = "//sandglass:ignore";

/** Reads the `//sandglass:ignore` comments of a file. `known` are the ids of the rules that can be silenced. */
export function suppressionsOf(
  file: GoFile,
  comments: readonly NodeId[],
  known: ReadonlySet<string>,
): Suppressions {
  const valid: Suppression[] = [];
  const bad: Draft[] = [];
  if (!file.text.includes(PREFIX)) return { valid, bad };
  for (const comment of comments) {
    const text = textOf(file.tree, comment);
    if (!text.startsWith(PREFIX)) continue;
    const [rule = "", ...words] = text.slice(PREFIX.length).trim().split(/\s+/);
    const reason = words.join(" ");
    const start = file.tree.start[comment]!;
    const flaw = flawOf(rule, reason, known);
    if (flaw === undefined) valid.push({ rule, reason, line: lineAt(file, start) });
    else bad.push({ at: { file, start, end: start + text.length }, severity: "warning", message: flaw });
  }
  return { valid, bad };
}

function flawOf(rule: string, reason: string, known: ReadonlySet<string>): string | undefined {
  if (rule === "") return "sandglass:ignore names no rule, so it silences nothing";
  if (!known.has(rule)) return `there is no rule ${JSON.stringify(rule)}, so this silences nothing`;
  return reason === "" ? `sandglass:ignore ${rule} gives no reason, so it silences nothing` : undefined;
}
