import { trimSpace } from "./go-space.ts";
import { decodeLoosely } from "./utf8.ts";

/** A txtar archive as Go's golang.org/x/tools/txtar defines it: a comment, then files. */
export interface Txtar {
  readonly comment: Uint8Array;
  readonly files: readonly TxtarFile[];
}

export interface TxtarFile {
  /** As it stands between `-- ` and ` --`: any text that is not blank. {@link checkedTxtarFiles} refuses bad ones. */
  readonly name: string;
  readonly data: Uint8Array;
}

const NEWLINE = 0x0a;
const MARKER_START = Uint8Array.of(0x2d, 0x2d, 0x20);
const MARKER_END = Uint8Array.of(0x20, 0x2d, 0x2d);

/**
 * Parses an archive. There are no syntax errors in txtar: text without a marker line is all comment. As in Go a missing
 * final newline is supplied, and a marker line may not end in CRLF.
 */
export function parseTxtar(bytes: Uint8Array): Txtar {
  const markers = [...markerLines(bytes)];
  const dataEnd = (index: number): number => markers[index]?.start ?? bytes.length;
  return {
    comment: withNewline(bytes.subarray(0, dataEnd(0)), markers.length === 0),
    files: markers.map(({ name, end }, index) => ({
      name,
      data: withNewline(bytes.subarray(end, dataEnd(index + 1)), index === markers.length - 1),
    })),
  };
}

/**
 * Writes an archive so that parsing gives it back, provided that no comment or data contains a marker line and every name
 * is trimmed, not empty and without a newline. Data that does not end in a newline gets one.
 */
export function formatTxtar({ comment, files }: Txtar): Uint8Array {
  const encoder = new TextEncoder();
  const parts = [withNewline(comment, true)];
  for (const { name, data } of files) parts.push(encoder.encode(`-- ${name} --\n`), withNewline(data, true));
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** A line `-- name --`: where it starts, and where the line after it starts. */
export interface MarkerLine {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

/** The marker lines of an archive, in order. */
export function* markerLines(bytes: Uint8Array): Generator<MarkerLine> {
  for (let start = 0; start < bytes.length; ) {
    const newline = bytes.indexOf(NEWLINE, start);
    const lineEnd = newline < 0 ? bytes.length : newline;
    const end = newline < 0 ? bytes.length : newline + 1;
    const name = markerName(bytes, start, lineEnd);
    if (name !== "") yield { name, start, end };
    start = end;
  }
}

function markerName(bytes: Uint8Array, start: number, end: number): string {
  const nameStart = start + MARKER_START.length;
  const nameEnd = end - MARKER_END.length;
  if (nameEnd < nameStart || !matches(bytes, start, MARKER_START) || !matches(bytes, nameEnd, MARKER_END))
    return "";
  return trimSpace(decodeLoosely(bytes.subarray(nameStart, nameEnd)));
}

function matches(bytes: Uint8Array, at: number, expected: Uint8Array): boolean {
  return expected.every((byte, index) => bytes[at + index] === byte);
}

function withNewline(data: Uint8Array, isLast: boolean): Uint8Array {
  if (!isLast || data.length === 0 || data.at(-1) === NEWLINE) return data;
  const whole = new Uint8Array(data.length + 1);
  whole.set(data);
  whole[data.length] = NEWLINE;
  return whole;
}
