import { asciiBytes, goTokens } from "./go-tokens.ts";

/**
 * Offsets of the parentheses that close a `const (` or `var (` group right after a declaration, as in `const (a = 1)`.
 * Go lets the last semicolon be left out there (specification, "Semicolons"); tree-sitter-go 0.25 does not.
 */
export function unterminatedGroups(text: string): readonly number[] {
  const found: number[] = [];
  /** One entry for each open parenthesis: whether it is that of a group. */
  const open: boolean[] = [];
  let before = "";
  for (const { kind, start, end } of goTokens(asciiBytes(text))) {
    if (kind === "comment") continue;
    const token =
      kind === "word" && end - start > MAX_KEYWORD
        ? kind
        : text.slice(start, Math.min(end, start + MAX_KEYWORD));
    if (token === "(") open.push(before === "const" || before === "var");
    if (token === ")" && open.pop() === true && !TERMINATES.has(before)) found.push(start);
    before = token;
  }
  return found;
}

const MAX_KEYWORD = "const".length;
const TERMINATES: ReadonlySet<string> = new Set(["(", ";", "\n"]);

/** `text` with one of `characters` before each of `offsets`, which ascend; the last character is used for all that follow. */
export function withInserted(text: string, offsets: readonly number[], characters: string): string {
  const last = characters.at(-1) ?? "";
  const parts = offsets.map(
    (offset, at) => `${text.slice(offsets[at - 1] ?? 0, offset)}${characters[at] ?? last}`,
  );
  return parts.join("") + text.slice(offsets.at(-1) ?? 0);
}

/** Moves offsets of a text with characters inserted back to where they are in the text without. In place. */
export function withoutInserted(positions: Uint32Array, offsets: readonly number[]): void {
  for (const [at, position] of positions.entries())
    positions[at] = position - insertedBefore(position, offsets);
}

/** The character for `offsets[n]` stands at `offsets[n] + n`. */
function insertedBefore(position: number, offsets: readonly number[]): number {
  let low = 0;
  for (let high = offsets.length; low < high; ) {
    const middle = (low + high) >>> 1;
    if (offsets[middle]! + middle < position) low = middle + 1;
    else high = middle;
  }
  return low;
}
