/** A position in a text, both from 1; columns are UTF-16 code units. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/**
 * Line and column of `offset` (UTF-16 units from 0) in `text`. As in Go, only "\n" ends a line. An offset beyond the
 * text counts as its end. Scans the text up to there: for one place, as in an error, not for many.
 */
export function positionAt(text: string, offset: number): Position {
  const end = Math.min(offset, text.length);
  let line = 1;
  let start = 0;
  for (let at = text.indexOf("\n"); at >= 0 && at < end; at = text.indexOf("\n", at + 1)) {
    line++;
    start = at + 1;
  }
  return { line, column: end - start + 1 };
}
