import { goTokens } from "../source/go-tokens.ts";

/** "line " right after the opening of a comment: Go then takes file and line of what follows from the comment. */
const DIRECTIVE = [0x6c, 0x69, 0x6e, 0x65, 0x20] as const;
const CAPITAL_L = 0x4c;

/**
 * The source with every `//line` and `/*line` comment made an ordinary comment (`//Line`), so that no position is moved.
 * Length, lines and columns stay; strings that look like a directive stay too. The same array when there is nothing to change.
 */
export function withoutLineDirectives(source: Uint8Array): Uint8Array {
  const found: number[] = [];
  for (const { kind, start } of goTokens(source)) {
    if (kind === "comment" && DIRECTIVE.every((byte, index) => source[start + 2 + index] === byte))
      found.push(start + 2);
  }
  if (found.length === 0) return source;
  const copy = source.slice();
  for (const at of found) copy[at] = CAPITAL_L;
  return copy;
}
