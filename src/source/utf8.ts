import { ToolError } from "../errors.ts";
import { positionAt } from "./lines.ts";

const strict = new TextDecoder("utf-8", { fatal: true });
const lenient = new TextDecoder("utf-8");

/**
 * Decodes strict UTF-8 without its byte order mark, as Go reads source.
 * Throws ToolError `source/not-utf8` naming the line, column (UTF-16 units) and byte offset of the first bad byte in `file`.
 */
export function decodeUtf8(bytes: Uint8Array, file: string): string {
  try {
    return strict.decode(bytes);
  } catch (cause) {
    throw notUtf8(bytes, file, cause);
  }
}

/** Decodes what need not be UTF-8: a bad byte becomes U+FFFD. The byte order mark is dropped. */
export function decodeLoosely(bytes: Uint8Array): string {
  return lenient.decode(bytes);
}

/**
 * Offset of the first byte that cannot be part of well-formed UTF-8 (Unicode 15, table 3-7: no surrogates, no overlong
 * forms, nothing above U+10FFFF), which for a sequence that breaks off is its first byte; undefined when all are fine.
 */
export function firstBadByte(bytes: Uint8Array): number | undefined {
  for (let at = 0; at < bytes.length; ) {
    const lengthBytes = sequenceLength(bytes, at);
    if (lengthBytes === 0) return at;
    at += lengthBytes;
  }
  return undefined;
}

/** Length of the well-formed sequence at `at`, 0 when there is none. */
function sequenceLength(bytes: Uint8Array, at: number): number {
  const lead = bytes[at]!;
  if (lead < 0x80) return 1;
  const lengthBytes = lead < 0xc2 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 0;
  for (let index = 1; index < lengthBytes; index++) {
    const byte = bytes[at + index] ?? 0;
    const [low, high] = index === 1 ? secondByteRange(lead) : ([0x80, 0xbf] as const);
    if (byte < low || byte > high) return 0;
  }
  return lengthBytes;
}

function secondByteRange(lead: number): readonly [low: number, high: number] {
  if (lead === 0xe0) return [0xa0, 0xbf];
  if (lead === 0xed) return [0x80, 0x9f];
  if (lead === 0xf0) return [0x90, 0xbf];
  if (lead === 0xf4) return [0x80, 0x8f];
  return [0x80, 0xbf];
}

function notUtf8(bytes: Uint8Array, file: string, cause: unknown): ToolError {
  const offset = firstBadByte(bytes) ?? 0;
  const before = lenient.decode(bytes.subarray(0, offset));
  const { line, column } = positionAt(before, before.length);
  const byte = (bytes[offset] ?? 0).toString(16).padStart(2, "0");
  const wide = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  return new ToolError(
    "source/not-utf8",
    `${file}:${line}:${column} is not UTF-8: byte 0x${byte} at offset ${offset}`,
    {
      hint: wide
        ? "it looks like UTF-16; save it as UTF-8"
        : "save the file as UTF-8; Go source is always UTF-8",
      place: { file, line, column },
      cause,
    },
  );
}
