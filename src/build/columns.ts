const NEWLINE = 0x0a;

/** The lines of a file that the compiler speaks of, as text. Columns of Go are bytes from 1, ours UTF-16 units from 1. */
export interface SourceLines {
  readonly count: number;
  /** Text of a line, from 1, without its line break; empty when there is no such line. */
  readonly text: (line: number) => string;
  /** Column in UTF-16 units of a column in bytes. */
  readonly column: (line: number, byteColumn: number) => number;
}

/** Splits a file into lines; bytes that are not UTF-8 count one unit each, as the replacement character. */
export function sourceLines(data: Uint8Array): SourceLines {
  const starts = [0];
  for (let at = data.indexOf(NEWLINE); at >= 0; at = data.indexOf(NEWLINE, at + 1)) starts.push(at + 1);
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  const bytes = (line: number): Uint8Array => {
    const start = starts[line - 1];
    return start === undefined
      ? new Uint8Array()
      : data.subarray(start, (starts[line] ?? data.length + 1) - 1);
  };
  return {
    count: starts.length,
    text: (line) => decoder.decode(bytes(line)).replace(/\r$/, ""),
    column: (line, byteColumn) =>
      decoder.decode(bytes(line).subarray(0, Math.max(0, byteColumn - 1))).length + 1,
  };
}
