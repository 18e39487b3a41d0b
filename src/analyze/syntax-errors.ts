import { type GoFile, lineAt } from "../source/go-file.ts";
import { Kind } from "../source/tree-kinds.ts";
import type { GoFunction, IndexedFile } from "./flow/symbols.ts";
import type { Draft } from "./rule.ts";

/** After so many the rest of a file is noise. */
const MAX_ERRORS = 10;
/** Characters of the source quoted in a message. */
const QUOTED = 24;

/** A place that does not parse, and the stretch of text that nothing is known about because of it. */
interface Flaw {
  readonly start: number;
  readonly end: number;
  /** Made when it is wanted: a hostile file has a million errors on one line. */
  readonly message: () => string;
  readonly from: number;
  readonly to: number;
}

/**
 * The syntax errors of a file, at most one a line and MAX_ERRORS in all. Each says which function, or which lines, nothing
 * is proved about.
 */
export function syntaxErrorsOf(file: IndexedFile): Draft[] {
  const { source } = file;
  const known = source.flaws.map((flaw): Flaw => ({ ...flaw, message: () => flaw.message }));
  const flaws = [...treeErrors(source), ...known].sort((a, b) => a.start - b.start);
  const shown: Flaw[] = [];
  let lineEnd = -1;
  for (const flaw of flaws) {
    if (flaw.start <= lineEnd) continue;
    lineEnd = lineEndAt(source, flaw.start);
    shown.push(flaw);
    if (shown.length > MAX_ERRORS) break;
  }
  const functions = [...file.functionAt.values()].filter(({ kind }) => kind !== "literal");
  const hasMore = shown.length > MAX_ERRORS;
  return shown.slice(0, MAX_ERRORS).map((flaw, at) => {
    const more = hasMore && at === MAX_ERRORS - 1 ? "; more errors follow, which are not listed" : "";
    return {
      at: {
        file: source,
        start: flaw.start,
        end: Math.max(flaw.start, Math.min(flaw.end, lineEndAt(source, flaw.start))),
      },
      severity: "error",
      message: flaw.message(),
      witness: `this does not parse; ${unproved(source, flaw, functions)}${more}`,
    };
  });
}

function treeErrors(source: GoFile): Flaw[] {
  const { tree, text } = source;
  return tree.errors.map((node) => {
    const start = firstVisible(text, tree.start[node]!);
    const isMissing = tree.kind[node] === Kind.Missing;
    const from = Math.min(start, tree.start[node]!);
    return {
      start,
      end: tree.end[node]!,
      message: () => errorText(source, start, isMissing),
      from,
      to: tree.end[node]!,
    };
  });
}

function errorText(source: GoFile, start: number, isMissing: boolean): string {
  const quoted = source.text.slice(start, Math.min(lineEndAt(source, start), start + QUOTED)).trim();
  const near = quoted === "" ? "at the end of the line" : `near ${JSON.stringify(quoted)}`;
  return isMissing ? `syntax error: something is missing ${near}` : `syntax error ${near}`;
}

/** What is left out of the analysis for an error: the functions around it or in its declaration, else the lines. */
function unproved(source: GoFile, { start, from, to }: Flaw, functions: readonly GoFunction[]): string {
  const { tree } = source;
  const around = functions.filter(({ node, broken }) => {
    const isAround = tree.start[node]! <= start && start <= tree.end[node]!;
    return broken && (isAround || (tree.start[node]! >= from && tree.start[node]! < to));
  });
  if (around.length === 0) {
    const first = lineAt(source, from);
    const last = Math.max(first, lineAt(source, Math.max(from, to - 1)));
    return first === last
      ? `line ${first} is left out of the analysis`
      : `lines ${first} to ${last} are left out of the analysis, and functions in them`;
  }
  const named = around
    .slice(0, 3)
    .map(
      ({ name, node }) =>
        `${name} (lines ${lineAt(source, tree.start[node]!)} to ${lineAt(source, tree.end[node]!)})`,
    );
  const more = around.length > 3 ? ` and ${around.length - 3} more functions` : "";
  return `nothing is proved about ${named.join(", ")}${more}`;
}

function lineEndAt({ text }: GoFile, start: number): number {
  const newline = text.indexOf("\n", start);
  return newline < 0 ? text.length : newline;
}

/** Error nodes may start with the white space before what they choke on. */
function firstVisible(text: string, start: number): number {
  let at = start;
  while (at < text.length && /\s/.test(text[at]!)) at++;
  return at < text.length ? at : start;
}
