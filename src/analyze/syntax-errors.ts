import type { GoFile } from "../source/go-file.ts";
import { Kind } from "../source/tree-kinds.ts";
import type { Draft } from "./rule.ts";

/** After so many the rest of a file is noise. */
const MAX_ERRORS = 10;
/** Characters of the source quoted in a message. */
const QUOTED = 24;

/** The syntax errors of a file, at most one a line and MAX_ERRORS in all. */
export function syntaxErrorsOf(file: GoFile): Draft[] {
  const { tree, text } = file;
  const found: Draft[] = [];
  let lineEnd = -1;
  for (const node of tree.errors) {
    if (found.length === MAX_ERRORS) break;
    const start = firstVisible(text, tree.start[node]!);
    if (start <= lineEnd) continue;
    const newline = text.indexOf("\n", start);
    lineEnd = newline < 0 ? text.length : newline;
    const end = Math.max(start, Math.min(tree.end[node]!, lineEnd));
    const quoted = text.slice(start, Math.min(lineEnd, start + QUOTED)).trim();
    const near = quoted === "" ? "at the end of the line" : `near ${JSON.stringify(quoted)}`;
    const isMissing = tree.kind[node] === Kind.Missing;
    found.push({
      at: { file, start, end },
      severity: "error",
      message: isMissing ? `syntax error: something is missing ${near}` : `syntax error ${near}`,
      witness: "the parser has no reading of this place",
    });
  }
  return found;
}

/** Error nodes may start with the white space before what they choke on. */
function firstVisible(text: string, start: number): number {
  let at = start;
  while (at < text.length && /\s/.test(text[at]!)) at++;
  return at < text.length ? at : start;
}
